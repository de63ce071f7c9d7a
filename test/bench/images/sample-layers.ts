/**
 * Layers to measure pulls with, made without the internet: of a Debian base from the mirror that apt uses, of this
 * project's own packages, of the largest programs of this machine, and of everything that is special in a layer. Kept in
 * `build/bench-images` for the next time.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LayerFile } from '../../fixtures/image-pusher.ts';
import { specialLayer } from './special-layer.ts';

const project = join(import.meta.dirname, '..', '..', '..');
export const samplesDirectory = join(project, 'build', 'bench-images');

export const layerNames = ['base', 'packages', 'many', 'big', 'special'] as const;
export type LayerName = (typeof layerNames)[number];
export type Compression = LayerFile['compression'];

const suffixes: Readonly<Record<Compression, string>> = { gzip: '.gz', zstd: '.zst' };
const tarOptions = [
  ...['--sort=name', '--numeric-owner', '--xattrs', '--xattrs-include=*', '--format=pax'],
  '--pax-option=delete=atime,delete=ctime',
];

/** Makes every layer in every compression, those that are not there yet. */
export function makeLayers(): void {
  mkdirSync(samplesDirectory, { recursive: true });
  for (const name of layerNames) {
    const archive = archivePath(name);
    once(archive, makers[name]);
    once(`${archive}${suffixes.gzip}`, (part) => {
      execFileSync('sh', ['-c', 'gzip -6 -n -c "$1" >"$2"', 'sh', archive, part]);
    });
    once(`${archive}${suffixes.zstd}`, (part) => run('zstd', '-q', '-f', '-3', archive, '-o', part));
  }
}

export async function layerFile(name: LayerName, compression: Compression): Promise<LayerFile> {
  const archive = archivePath(name);
  const path = `${archive}${suffixes[compression]}`;
  return { path, compression, digest: await digestOfFile(path), diffId: await digestOfFile(archive) };
}

function archivePath(name: LayerName): string {
  return join(samplesDirectory, `${name}.tar`);
}

async function digestOfFile(path: string): Promise<string> {
  const known = `${path}.sha256`;
  if (existsSync(known)) return readFileSync(known, 'utf8');
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  const digest = `sha256:${hash.digest('hex')}`;
  writeFileSync(known, digest);
  return digest;
}

/** Makes a file once; a half one is never taken for it. */
function once(path: string, make: (temporary: string) => void): void {
  if (existsSync(path)) return;
  make(`${path}.part`);
  renameSync(`${path}.part`, path);
}

function run(command: string, ...words: string[]): void {
  execFileSync(command, words, { stdio: ['ignore', 'ignore', 'inherit'] });
}

const makers: Readonly<Record<LayerName, (target: string) => void>> = {
  base: makeBase,
  packages: makePackages,
  many: makeMany,
  big: makeBig,
  special: (target) => writeFileSync(target, specialLayer()),
};

/** The mirror that this machine's apt uses. */
function debianMirror(): string {
  const plan = execFileSync('apt-get', ['indextargets', '--format', '$(REPO_URI)'], { encoding: 'utf8' });
  const [mirror] = plan.split('\n').filter((uri) => uri !== '' && !uri.includes('security'));
  if (mirror === undefined) throw new Error('apt has no mirror');
  return mirror;
}

function makeBase(target: string): void {
  const root = join(samplesDirectory, 'root-base');
  const marker = join(root, '.whole');
  if (!existsSync(marker)) {
    rmSync(root, { recursive: true, force: true });
    run('debootstrap', '--variant=minbase', 'bookworm', root, debianMirror());
    writeFileSync(marker, '');
  }
  const excluded = ['./.whole', './dev/*', './proc/*', './sys/*'].map((path) => `--exclude=${path}`);
  run('tar', ...tarOptions, ...excluded, '-C', root, '-cf', target, '.');
}

/** The small files of this project's packages, as often as makes some 30,000. */
function makeMany(target: string): void {
  const copies = ['app', 'worker', 'site', 'tools'];
  const list = `${target}.list`;
  const found = execFileSync('find', ['node_modules', '-type', 'f', '-size', '-64k'], {
    cwd: project,
    encoding: 'utf8',
  });
  writeFileSync(list, found.split('\n').toSorted().join('\n').trimStart());
  for (const name of copies) {
    const append = name === copies[0] ? '-cf' : '-rf';
    const words = ['-C', project, `--transform=s,^,srv/${name}/,S`, `--files-from=${list}`, append, target];
    run('tar', ...tarOptions, ...words);
  }
  rmSync(list);
}

/** What `apt` would bring: the shared data and libraries of this machine, on top of the base. */
function makePackages(target: string): void {
  const paths = ['usr/lib/python3', 'usr/share/perl', 'usr/include'];
  run('tar', ...tarOptions, '-C', '/', '-cf', target, ...paths.filter((path) => existsSync(`/${path}`)));
}

function makeBig(target: string): void {
  const programs = [process.execPath, '/usr/bin/podman', '/usr/bin/buildah', '/usr/bin/containerd', '/usr/bin/skopeo'];
  const found = programs.filter((path) => existsSync(path)).map((path) => path.slice(1));
  run('tar', ...tarOptions, '-h', '-C', '/', '--transform=s,.*/,opt/big/,', '-cf', target, ...found);
}
