/**
 * Images to measure pulls with, made without the internet: of a Debian base from the mirror that apt uses, of this
 * project's own packages, of the largest programs of this machine, and of everything that is special in a layer. Pushed
 * to a registry once, and kept in `build/bench-images` for the next time.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { paxRecord, type TarMember, tarArchive } from '../../../src/core/image/testing/tar-bytes.ts';

const project = join(import.meta.dirname, '..', '..', '..');
export const samplesDirectory = join(project, 'build', 'bench-images');

const types = {
  gz: 'application/vnd.oci.image.layer.v1.tar+gzip',
  zst: 'application/vnd.oci.image.layer.v1.tar+zstd',
} as const;
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';
const tarOptions = ['--sort=name', '--numeric-owner', '--xattrs', '--xattrs-include=*', '--format=pax'];

export type Compression = keyof typeof types;

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** Layers by name, as plain archives. */
export const layerNames = ['base', 'packages', 'many', 'big', 'special'] as const;
export type LayerName = (typeof layerNames)[number];

export function layerPath(name: LayerName, compression?: Compression): string {
  return join(samplesDirectory, `${name}.tar${compression === undefined ? '' : `.${compression}`}`);
}

/** Makes an archive once; a half one is never taken for it. */
function once(path: string, make: (temporary: string) => void): void {
  if (existsSync(path)) return;
  make(`${path}.part`);
  renameSync(`${path}.part`, path);
}

function run(command: string, ...words: string[]): void {
  execFileSync(command, words, { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** The mirror that this machine's apt uses. */
function debianMirror(): string {
  const plan = execFileSync('apt-get', ['indextargets', '--format', '$(REPO_URI)'], { encoding: 'utf8' });
  const [mirror] = plan.split('\n').filter((uri) => uri !== '' && !uri.includes('security'));
  if (mirror === undefined) throw new Error('apt has no mirror');
  return mirror;
}

function makeBase(target: string): void {
  const root = join(samplesDirectory, 'root-base');
  if (!existsSync(join(root, 'etc/debian_version'))) {
    rmSync(root, { recursive: true, force: true });
    run('debootstrap', '--variant=minbase', 'bookworm', root, debianMirror());
  }
  run(
    'tar',
    ...tarOptions,
    '-C',
    root,
    '--exclude=./dev/*',
    '--exclude=./proc/*',
    '--exclude=./sys/*',
    '-cf',
    target,
    '.',
  );
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

function makeSpecial(target: string): void {
  const directory = (path: string, mode = 0o755, more: Partial<TarMember> = {}): TarMember => ({
    path,
    type: '5',
    mode,
    ...more,
  });
  const capability = Buffer.from('0100000200200000000000000000000000000000', 'hex');
  const pax = (key: string, value: string | Buffer): TarMember => ({
    path: 'pax',
    type: 'x',
    content: paxRecord(key, value),
  });
  const long = `opt/s/${'d'.repeat(120)}/${'e'.repeat(140)}`;
  writeFileSync(
    target,
    tarArchive([
      { path: 'etc/.wh.motd' },
      { path: 'usr/share/.wh.doc' },
      directory('srv/app/node_modules/zod/'),
      { path: 'srv/app/node_modules/zod/.wh..wh..opq' },
      { path: 'srv/app/node_modules/zod/only.js', content: 'x' },
      directory('opt/'),
      directory('opt/s/', 0o2775, { uid: 1000, gid: 2000, mtime: 1_600_000_000 }),
      { path: 'opt/s/suid', mode: 0o4755, content: '#!/bin/sh\n' },
      { path: 'opt/s/h1', content: 'hardlink'.repeat(1000), mtime: 1_500_000_000 },
      { path: 'opt/s/h2', type: '1', link: 'opt/s/h1' },
      { path: 'opt/s/absolute', type: '2', link: '/etc/passwd' },
      { path: 'opt/s/fifo', type: '6' },
      { path: 'opt/s/null', type: '3', major: 1, minor: 3, mode: 0o666 },
      pax('SCHILY.xattr.security.capability', capability),
      { path: 'opt/s/ping', mode: 0o755, content: 'c' },
      pax('path', long),
      { path: 'long', content: 'l' },
      { path: 'opt/s/owner', uid: 3_000_000, gid: 4_000_000, content: 'i' },
      directory('opt/s/tmp/', 0o1777),
      ...Array.from({ length: 300 }, (_, index) => ({ path: `usr/lib/python3/.wh.f${index}` })),
    ]),
  );
}

const makers: Readonly<Record<LayerName, (target: string) => void>> = {
  base: makeBase,
  packages: makePackages,
  many: makeMany,
  big: makeBig,
  special: makeSpecial,
};

/** Makes every layer in every compression. */
export function makeLayers(): void {
  mkdirSync(samplesDirectory, { recursive: true });
  for (const name of layerNames) {
    once(layerPath(name), makers[name]);
    once(layerPath(name, 'gz'), (part) => {
      execFileSync('sh', ['-c', 'gzip -6 -n -c "$1" >"$2"', 'sh', layerPath(name), part]);
    });
    once(layerPath(name, 'zst'), (part) => run('zstd', '-q', '-3', layerPath(name), '-o', part));
  }
}

async function sha256(path: string): Promise<string> {
  const known = `${path}.sha256`;
  if (existsSync(known)) return readFileSync(known, 'utf8');
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  const digest = `sha256:${hash.digest('hex')}`;
  writeFileSync(known, digest);
  return digest;
}

interface Manifest {
  readonly schemaVersion: number;
  readonly mediaType: string;
  readonly [field: string]: unknown;
}

/** Pushes images of the layers to a registry. */
export class SamplePusher {
  readonly #host: string;
  readonly #repository = 'bench';

  constructor(host: string) {
    this.#host = host;
  }

  /** Pushes an image of these layers. */
  async image(
    tag: string,
    layers: readonly LayerName[],
    compression: Compression,
    architecture = 'amd64',
  ): Promise<Descriptor> {
    const diffIds = await Promise.all(layers.map((name) => sha256(layerPath(name))));
    const config = Buffer.from(
      JSON.stringify({
        architecture,
        os: 'linux',
        config: { Cmd: ['/bin/sh'] },
        rootfs: { type: 'layers', diff_ids: diffIds },
      }),
    );
    const manifest = {
      schemaVersion: 2,
      mediaType: manifestType,
      config: await this.#content(config, 'application/vnd.oci.image.config.v1+json'),
      layers: await Promise.all(layers.map((name) => this.#layer(name, compression))),
    };
    return await this.#manifest(tag, manifest);
  }

  async index(
    tag: string,
    images: readonly { readonly image: Descriptor; readonly architecture: string }[],
  ): Promise<void> {
    const manifests = images.map(({ image, architecture }) => ({ ...image, platform: { os: 'linux', architecture } }));
    await this.#manifest(tag, { schemaVersion: 2, mediaType: indexType, manifests });
  }

  name(tag: string): string {
    return `${this.#host}/${this.#repository}:${tag}`;
  }

  async #layer(name: LayerName, compression: Compression): Promise<Descriptor> {
    const path = layerPath(name, compression);
    const digest = await sha256(path);
    const { size } = statSync(path);
    if (!(await this.#has(digest))) await this.#upload(digest, readFileSync(path));
    return { mediaType: types[compression], digest, size };
  }

  async #content(content: Buffer, mediaType: string): Promise<Descriptor> {
    const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
    if (!(await this.#has(digest))) await this.#upload(digest, content);
    return { mediaType, digest, size: content.length };
  }

  async #has(digest: string): Promise<boolean> {
    return (await fetch(this.#url(`blobs/${digest}`), { method: 'HEAD' })).ok;
  }

  async #upload(digest: string, content: Buffer): Promise<void> {
    const begin = await this.#send('blobs/uploads/', { method: 'POST' });
    const place = new URL(begin.headers.get('location') ?? '', `http://${this.#host}`);
    place.searchParams.set('digest', digest);
    await this.#send(place.href, { method: 'PUT', body: new Uint8Array(content) });
  }

  async #manifest(tag: string, manifest: Manifest): Promise<Descriptor> {
    const body = JSON.stringify(manifest);
    const { mediaType } = manifest;
    await this.#send(`manifests/${tag}`, { method: 'PUT', body, headers: { 'content-type': mediaType } });
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    return { mediaType, digest, size: Buffer.byteLength(body) };
  }

  #url(place: string): URL {
    return new URL(place, `http://${this.#host}/v2/${this.#repository}/`);
  }

  async #send(place: string, init: RequestInit): Promise<Response> {
    const answer = await fetch(this.#url(place), init);
    if (!answer.ok) throw new Error(`${init.method} ${place}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}
