import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ContainerSummary } from '../../src/core/api/index.ts';
import { connectEngine, type EngineClient } from '../../src/core/index.ts';
import { Conman } from '../cli/conman.ts';
import { makeTestRoot } from '../fixtures/engine.ts';

type Moment = 'before' | 'after';

/** A runtime that kills the conmand whose pid is in `victim`, before or after what it was asked for. */
function writeKillingRuntime(directory: string): string {
  const path = join(directory, 'killing-runtime');
  const kill = (moment: Moment, then: string) =>
    `if [ -e ${directory}/$verb-${moment} ]; then kill -9 "$(cat ${directory}/$verb-${moment})"; ${then}; fi`;
  const text = `#!/bin/sh
verb=
for argument; do case $argument in create|start|delete|kill) verb=$argument ;; esac; done
${kill('before', 'exit 1')}
/usr/bin/runc "$@"
status=$?
${kill('after', ':')}
exit $status
`;
  writeFileSync(path, text, { mode: 0o755 });
  return path;
}

/** The life of one container, as far as it comes. */
async function live(engine: EngineClient, image: string): Promise<void> {
  const { id } = await engine.createContainer({ name: 'x', image, command: ['sleep', '1000'] });
  await engine.startContainer(id);
  await engine.stopContainer(id, { timeoutSeconds: 0 });
  await engine.removeContainer(id);
}

/** What the next conmand may find: nothing of a creation or removal that was under way, the truth of everything else. */
const expected: Readonly<Record<string, readonly string[]>> = {
  'create before': [''],
  'create after': [''],
  'start before': ['created'],
  'start after': ['running'],
  'kill before': ['running'],
  'kill after': ['exited 137'],
  'delete before': [''],
  'delete after': [''],
};

function describe(container: ContainerSummary | undefined): string {
  if (container === undefined) return '';
  return [container.state, container.exit?.code].filter((word) => word !== undefined).join(' ');
}

test.each(Object.keys(expected))('conmand killed at the step `%s` of a container’s life', async (step) => {
  const directory = makeTestRoot();
  const trap = join(directory, step.replace(' ', '-'));
  await using conman = await Conman.start(['--runtime-path', writeKillingRuntime(directory)]);
  const engine = connectEngine(conman.socket);
  writeFileSync(trap, String((await engine.version()).pid));
  await expect(live(engine, conman.rootfs)).rejects.toMatchObject({ code: 'unavailable' });
  engine.close();
  rmSync(trap);
  await conman.daemonEnd();
  await conman.startDaemon();
  const next = connectEngine(conman.socket);
  const [container, ...others] = await next.listContainers();
  expect(others).toEqual([]);
  expect(expected[step]).toContain(describe(container));
  // Its name is free, or taken by what is there, and nothing stands in the way of going on.
  if (container !== undefined) await next.removeContainer('x', { force: true });
  await live(next, conman.rootfs);
  next.close();
  rmSync(directory, { recursive: true });
});
