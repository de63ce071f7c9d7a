import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Conman } from './conman.ts';

test('a volume from its creation to its end', async () => {
  await using conman = await Conman.start();
  const made = (await conman.ask('volume', 'create', 'data', '--label', 'tier=db')) as object;
  expect(made).toMatchObject({ name: 'data', labels: { tier: 'db' }, anonymous: false, usedBy: [] });
  const create = ['create', '-v', 'data:/data', '--image', conman.rootfs, 'a', '--', 'true'];
  const { containerId } = (await conman.ask(...create)) as { containerId: string };
  expect(await conman.ask('volume', 'inspect', 'data')).toEqual({ ...made, usedBy: [containerId] });
  expect((await conman.ctl(['volume', 'ls', '-q'])).stdout).toBe('data\n');
  expect((await conman.ctl(['volume', 'ls', '--output', 'table'])).stdout).toMatch(
    new RegExp(`^NAME +CREATED +USED BY +MOUNTPOINT\\ndata +\\S+ ago +${containerId.slice(0, 12)} +/`),
  );
  const refused = await conman.ctl(['volume', 'rm', 'data']);
  expect(refused.status).not.toBe(0);
  expect(refused.stderr).toContain(`volume data is used by container ${containerId.slice(0, 12)} `);
  expect((await conman.ctl(['rm', 'a'])).status).toBe(0);
  expect((await conman.ctl(['volume', 'rm', 'data'])).status).toBe(0);
  expect(await conman.ask('volume', 'list')).toEqual({ volumes: [] });
  expect(await conman.ctl(['volume', 'inspect', 'data'])).not.toMatchObject({ status: 0 });
});

test('prune removes what it says, and nothing where it may not ask', async () => {
  await using conman = await Conman.start();
  await conman.ask('volume', 'create', 'named');
  const { name } = (await conman.ask('volume', 'create')) as { name: string };
  await conman.ctl(['run', '--name', 'ended', conman.rootfs, 'true']);
  const dry = await conman.ask('system', 'prune', '--dry-run');
  const gone = ['container ended', `volume ${name}`];
  // Beside what is left of images.
  const named = (answer: unknown): string[] =>
    (answer as { items: { kind: string; name: string }[] }).items
      .map((item) => `${item.kind} ${item.name}`)
      .filter((item) => /^(container|volume) /.test(item));
  expect(named(dry)).toEqual(gone);
  expect((await conman.ctl(['system', 'prune'])).status).not.toBe(0);
  expect(await conman.ask('system', 'df')).toMatchObject({
    containers: [{ name: 'ended', reclaimable: true }],
    volumes: expect.arrayContaining([expect.objectContaining({ name: 'named', reclaimable: true })]),
  });
  expect(named(await conman.ask('system', 'prune', '--force'))).toEqual(gone);
  expect((await conman.ctl(['system', 'df', '-v', '--output', 'table'])).stdout).toMatch(/^volume +named +0 B +yes$/m);
  expect(named(await conman.ask('volume', 'prune', '--all', '--force'))).toEqual(['volume named']);
  expect(await conman.ask('volume', 'list')).toEqual({ volumes: [] });
});

test('a runtime beside the default one is shown, chosen, and missed with its name', async () => {
  await using conman = await Conman.start([], {
    prepare: (root) => {
      const path = join(root, 'runc-2');
      writeFileSync(path, '#!/bin/sh\nexec /usr/bin/runc "$@"\n', { mode: 0o755 });
      return { flags: ['--runtime', `second=${path}`, '--runtime', 'gone=/nowhere/crun'], cleanUp: () => undefined };
    },
  });
  const { runtimes } = (await conman.ask('system', 'info')) as { runtimes: { version: string }[] };
  expect(runtimes).toEqual([
    { name: 'runc', path: '/usr/bin/runc', version: expect.stringMatching(/^\d/), problem: '' },
    { name: 'second', path: join(conman.root, 'runc-2'), version: runtimes[0]?.version, problem: '' },
    { name: 'gone', path: '/nowhere/crun', version: '', problem: 'there is no OCI runtime at /nowhere/crun' },
  ]);
  expect((await conman.ctl(['system', 'info', '--output', 'table'])).stdout).toMatch(/^second +\d\S+ +\/tmp/m);
  const said = await conman.ctl(['run', '--name', 'a', '--runtime', 'second', conman.rootfs, 'echo', 'hello']);
  expect(said).toEqual({ status: 0, stdout: 'hello\n', stderr: '' });
  expect(await conman.ask('inspect', 'a')).toMatchObject({ runtime: 'second' });
  const unknown = await conman.ctl(['run', '--runtime', 'kata', conman.rootfs, 'true']);
  expect(unknown.status).not.toBe(0);
  expect(unknown.stderr).toMatch(/no OCI runtime named "kata"[\s\S]*runc, second, gone/);
});
