import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cgroupHierarchies } from '../../src/core/host/cgroups.ts';
import { isFrozen } from '../../src/core/host/freezer.ts';
import { listMounts } from '../../src/core/host/mounts.ts';
import { TestEngine } from '../fixtures/engine.ts';
import { loggedOutput } from '../fixtures/log.ts';
import { engineProgram } from '../fixtures/thread-bundles.ts';

test('a container that conmand held still when it was killed goes on; one that its user paused does not', async () => {
  await using engine = await TestEngine.open();
  // Large enough that its reading takes a moment.
  const script = 'dd if=/dev/urandom of=/big bs=1M count=64 2>/dev/null; while :; do echo tick; sleep 0.02; done';
  const { id } = await engine.containers.create({ name: 'a', image: 'busybox', command: ['sh', '-c', script] });
  await engine.containers.start('a');
  await engine.containers.create({ name: 'paused', image: 'busybox', command: ['sleep', '1000'] });
  await engine.containers.start('paused');
  await engine.containers.pause('paused');
  const log = (): string => loggedOutput(engine.containers.status('a').logPath);
  await expect.poll(log, { timeout: 60_000 }).toContain('tick');
  const hierarchies = cgroupHierarchies(await listMounts());
  await engine.reopen(async () => {
    const config = JSON.stringify(engine.config);
    const child = spawn(process.execPath, [engineProgram('committing-process'), config], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    const frozen = (): Promise<boolean> => isFrozen(hierarchies, join(engine.config.cgroupParent, id));
    await expect.poll(frozen, { interval: 1, timeout: 60_000 }).toBe(true);
    child.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
  });
  expect(engine.containers.status('a').paused).toBeUndefined();
  expect(engine.containers.status('paused').paused).toBe(true);
  const { length } = log();
  await expect.poll(() => log().length).toBeGreaterThan(length);
  await engine.containers.commit('a', 'mine:1', {});
  expect(engine.containers.status('a').paused).toBeUndefined();
});
