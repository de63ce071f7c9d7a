import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conman } from '../cli/conman.ts';
import { busyboxMembers } from '../fixtures/busybox-layers.ts';
import { TestRegistry } from '../fixtures/registry.ts';

let registry: TestRegistry;
let directory = '';

beforeAll(async () => {
  registry = await TestRegistry.start();
  directory = mkdtempSync('/tmp/cm-archives-');
  const second = { members: [{ path: 'etc/motd', content: 'hello\n' }, { path: 'etc/.wh.group' }] };
  const config = { Cmd: ['cat', '/etc/motd'], Env: ['COLOR=green'], Labels: { team: 'a' } };
  const layers = [{ members: busyboxMembers() }, { ...second, compress: zstdCompressSync }];
  await registry.push('app', { layers, config }, '1');
  await registry.push('docker', { layers: [layers[0] ?? { members: [] }], config, docker: true }, '1');
});

afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await registry[Symbol.asyncDispose]();
});

const skopeo = (...words: string[]): string =>
  execFileSync('skopeo', ['--insecure-policy', ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

const idOf = async (conman: Conman, image: string): Promise<unknown> =>
  ((await conman.ask('image', 'inspect', image)) as { id: string }).id;

test('what is saved is loaded as it was, here and by skopeo, as OCI and as docker', async () => {
  await using conman = await Conman.start();
  const [app, docker] = [`${registry.host}/app:1`, `${registry.host}/docker:1`];
  for (const name of [app, docker]) await conman.ask('image', 'pull', '-q', name);
  const before = [await idOf(conman, app), await idOf(conman, docker)];
  const file = join(directory, 'both.tar');
  expect((await conman.ctl(['image', 'save', '-o', file, app, docker])).status).toBe(0);
  for (const name of [app, docker]) await conman.ask('image', 'rm', name);
  expect(await conman.ask('image', 'load', file)).toMatchObject({ images: [{ name: app }, { name: docker }] });
  expect([await idOf(conman, app), await idOf(conman, docker)]).toEqual(before);
  expect((await conman.ctl(['run', '--rm', app])).stdout).toBe('hello\n');

  const one = join(directory, 'one.tar');
  const saved = await conman.ctl(['image', 'save', app, '-o', one]);
  expect(saved.stderr).toBe('');
  for (const transport of [`oci-archive:${one}`, `docker-archive:${one}`]) {
    expect(JSON.parse(skopeo('inspect', '--config', transport))).toMatchObject({ config: { Labels: { team: 'a' } } });
  }
  const copied = join(directory, 'copied.tar');
  skopeo('copy', '-q', `docker-archive:${one}`, `docker-archive:${copied}:copied:1`);
  expect(await conman.ask('image', 'load', copied)).toMatchObject({ images: [{ name: 'copied:1' }] });
  const layout = join(directory, 'layout');
  skopeo('copy', '-q', `oci-archive:${one}`, `oci:${layout}:untagged`);
  expect(await conman.ctl(['image', 'load', layout])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--name NAME'),
  });
  expect(await conman.ask('image', 'load', '--name', 'fromdir', layout)).toMatchObject({
    images: [{ name: 'fromdir:latest' }],
  });
  for (const name of ['copied:1', 'fromdir']) {
    expect((await conman.ctl(['run', '--rm', name])).stdout).toBe('hello\n');
    expect(await conman.ask('image', 'verify', name)).toMatchObject({ whole: true });
  }
  const target = join(directory, 'target');
  mkdirSync(target);
  await conman.ctl(['image', 'save', '--layout', target, app]);
  expect(skopeo('inspect', '--raw', `oci:${target}:1`)).toBe(skopeo('inspect', '--raw', `oci-archive:${one}`));
});

test('what is pushed is pulled by skopeo, bit for bit; what is there is not sent again', async () => {
  await using conman = await Conman.start();
  const app = `${registry.host}/app:1`;
  await conman.ask('image', 'pull', '-q', app);
  const pushed = await conman.ctl(['image', 'push', app, `${registry.host}/other/app:2`]);
  expect(pushed.stderr).toContain('there, in another repository');
  const raw = (name: string): string => skopeo('inspect', '--raw', '--tls-verify=false', `docker://${name}`);
  expect(raw(`${registry.host}/other/app:2`)).toBe(raw(app));
  expect((await conman.ctl(['image', 'push', app])).stderr).toContain('there already');
  // Larger than a piece of an upload.
  writeFileSync(join(directory, 'noise'), randomBytes(20_000_000));
  execFileSync('tar', ['-c', '-f', join(directory, 'noise.tar'), '-C', directory, 'noise']);
  await conman.ask('image', 'import', join(directory, 'noise.tar'), `${registry.host}/noise:1`);
  expect((await conman.ctl(['image', 'push', `${registry.host}/noise:1`])).stderr).toContain('uploaded 20 MB');
  const copy = join(directory, 'noise-copy');
  skopeo('copy', '-q', '--src-tls-verify=false', `docker://${registry.host}/noise:1`, `dir:${copy}`);
});

test('a container becomes an image, an archive and a list of changes', async () => {
  await using conman = await Conman.start();
  const app = `${registry.host}/app:1`;
  const script =
    'echo new >/etc/motd; rm /etc/passwd; rm -r /tmp; mkdir /tmp; echo x >/tmp/x; ln /tmp/x /tmp/y; sleep 1000';
  await conman.ask('run', '-d', '--name', 'c', app, 'sh', '-c', script);
  await conman.ctl(['exec', 'c', 'sh', '-c', 'until [ -e /tmp/y ]; do sleep 0.01; done']);
  const { stdout } = await conman.ctl(['container', 'diff', '--output', 'table', 'c']);
  expect(stdout.split('\n').filter((line) => / \/(?:etc|tmp)/.test(line))).toEqual([
    'C /etc',
    'C /etc/motd',
    'D /etc/passwd',
    'C /tmp',
    'A /tmp/x',
    'A /tmp/y',
  ]);
  await conman.ask('commit', '-c', 'CMD ["cat", "/etc/motd"]', '-c', 'ENV MODE=live', '-m', 'why', 'c', 'mine:1');
  expect(await conman.ask('container', 'status', 'c')).toMatchObject({ status: { state: 'RUNNING' } });
  expect((await conman.ctl(['run', '--rm', 'mine:1'])).stdout).toBe('new\n');
  const look = ['ls /etc', 'echo $MODE $COLOR', 'stat -c %h /tmp/y'].join('; ');
  expect((await conman.ctl(['run', '--rm', 'mine:1', 'sh', '-c', look])).stdout).toBe(
    'hostname\nhosts\nmotd\nresolv.conf\nlive green\n2\n',
  );
  expect(await conman.ask('image', 'history', 'mine:1')).toMatchObject({
    history: [{ createdBy: 'conman container commit', comment: 'why' }, {}, {}],
  });
  const file = join(directory, 'c.tar');
  await conman.ctl(['export', '-o', file, 'c']);
  expect(execFileSync('tar', ['-t', '-f', file], { encoding: 'utf8' })).not.toContain('passwd');
  writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)));
  await conman.ask('image', 'import', '-c', 'CMD cat /etc/motd', `${file}.gz`, 'flat');
  expect((await conman.ctl(['run', '--rm', 'flat'])).stdout).toBe('new\n');
  const whole = join(directory, 'flat.tar');
  await conman.ctl(['image', 'export', '-o', whole, 'flat']);
  expect(statSync(whole).size).toBe(statSync(file).size);
  await conman.ask('rm', '-f', 'c');
});

test('names are given and taken; what nobody needs is found and removed', async () => {
  await using conman = await Conman.start();
  const app = `${registry.host}/app:1`;
  await conman.ask('image', 'pull', '-q', app);
  await conman.ask('image', 'tag', app, 'mine:1');
  const id = String(await idOf(conman, app)).slice('sha256:'.length, 20);
  expect(await conman.ctl(['image', 'rm', id])).toMatchObject({ status: 5, stderr: expect.stringContaining('mine:1') });
  await conman.ask('container', 'create', '--image', 'mine:1', 'kept');
  expect(await conman.ask('image', 'rm', app)).toEqual({});
  expect(await conman.ask('image', 'prune', '--all', '--dry-run')).toMatchObject({ items: [] });
  await conman.ask('rm', 'kept');
  const dry = (await conman.ask('image', 'prune', '--all', '--dry-run')) as { items: { kind: string }[] };
  expect(new Set(dry.items.map(({ kind }) => kind))).toEqual(new Set(['image', 'layer', 'content']));
  expect(await conman.ask('image', 'list')).toMatchObject({ images: [{ name: 'busybox:latest' }, { name: 'mine:1' }] });
  expect(await conman.ask('image', 'prune', '--all')).toEqual(
    await conman.ask('image', 'prune', '--all', '--dry-run').then(() => expect.anything()),
  );
  expect(await conman.ask('image', 'list')).toEqual({ images: [] });
  expect((await conman.ctl(['run', '--rm', 'busybox', 'echo', 'back'])).stdout).toBe('back\n');
});

test('bad archives are refused, and leave nothing', async () => {
  await using conman = await Conman.start();
  const load = async (content: Buffer | string): Promise<string> => {
    const file = join(directory, 'bad.tar');
    writeFileSync(file, content);
    return (await conman.ctl(['image', 'load', file])).stderr;
  };
  expect(await load('')).toContain('neither index.json nor manifest.json');
  expect(await load('x'.repeat(2000))).toContain('not an archive that can be read');
  const plain = join(directory, 'plain.tar');
  execFileSync('tar', ['-c', '-f', plain, '-C', directory, '--files-from', '/dev/null']);
  expect(await load(readFileSync(plain))).toContain('conmanctl image import');
  expect(await conman.ctl(['image', 'load', '/does/not/exist'])).toMatchObject({ status: 3 });
  expect((await conman.ctl(['image', 'import', '/etc/hostname', 'x', '-c', 'RUN make'])).stderr).toContain('RUN make');
  expect((await conman.ctl(['image', 'save', 'nothing'])).stderr).toContain('there is no image "nothing"');
  expect(await conman.ask('image', 'prune', '--dry-run')).toEqual({ items: [] });
});
