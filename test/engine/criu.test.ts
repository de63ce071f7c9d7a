import { expect, test } from 'vitest';
import { ConmanError } from '../../src/core/errors/index.ts';
import { TestEngine } from '../fixtures/engine.ts';
import { loggedOutput } from '../fixtures/log.ts';

/** The numbers in its log. */
function counted(engine: TestEngine, ref: string): number[] {
  const lines = loggedOutput(engine.containers.status(ref).logPath).matchAll(/^(\d+)\r?$/gm);
  return [...lines].map(([, digits]) => Number(digits));
}

/** A criu of before 4 restores terminals alone, and conman says so. */
async function restores(engine: TestEngine, ref: string, tty: boolean): Promise<boolean> {
  try {
    await engine.containers.start(ref, { checkpoint: 'one' });
    return true;
  } catch (error) {
    const { message, hint } = ConmanError.from(error);
    expect({ tty, message, hint }).toEqual({
      tty: false,
      message: expect.stringContaining('into store: Bad file descriptor'),
      hint: 'This criu brings back containers with a terminal (-t) alone: use criu 4.',
    });
    return false;
  }
}

/** Whether the criu of this machine wrote it. One that cannot has to say so in a way that helps. */
async function checkpoints(engine: TestEngine, ref: string): Promise<boolean> {
  try {
    await engine.containers.checkpoint(ref, 'one', { stop: true });
    return true;
  } catch (error) {
    const { code, message, hint } = ConmanError.from(error);
    expect({ code, message, hint }).toEqual({
      code: 'failed-precondition',
      message: expect.stringMatching(/^(?:criu does not work with this kernel: .+|checkpoints need criu, which is)/),
      hint: expect.stringContaining('criu check'),
    });
    expect(engine.containers.status(ref).state).toBe('running');
    return false;
  }
}

test.each([{ tty: false }, { tty: true }])('real processes go on from a checkpoint: %o', async ({ tty }) => {
  await using engine = await TestEngine.open();
  const command = ['sh', '-c', 'i=0; while :; do echo $i; i=$((i+1)); sleep 0.1; done'];
  await engine.containers.create({ name: 'a', image: 'busybox', command, tty });
  await engine.containers.start('a');
  await expect.poll(() => counted(engine, 'a').length).toBeGreaterThan(2);
  if (!(await checkpoints(engine, 'a'))) return;
  const before = counted(engine, 'a');
  if (!(await restores(engine, 'a', tty))) return;
  await expect.poll(() => counted(engine, 'a').length).toBeGreaterThan(before.length + 2);
  // Not from 0 again, and nothing twice.
  const all = counted(engine, 'a');
  expect(all).toEqual(all.map((_, index) => index));
  await engine.containers.kill('a', 'KILL');
  expect(await engine.containers.waitForExit('a')).toMatchObject({ reason: 'signaled', signal: 9 });
});
