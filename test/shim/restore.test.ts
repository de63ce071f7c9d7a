import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { frameType } from './frame-client.ts';
import { buildShim, makeDir, ShimCase } from './shim-case.ts';

beforeAll(buildShim);

/** A shim whose runtime restores instead of creating; what criu would have brought back is the script. */
function restored(script: string, flags: readonly string[] = [], runtimeArgs: readonly string[] = []): ShimCase {
  const checkpoint = makeDir();
  return new ShimCase({
    script,
    runtimeArgs,
    flags: ['--restore', checkpoint, '--restore-work', `${checkpoint}/work`, ...flags],
  });
}

describe('a container that goes on from a checkpoint', () => {
  it('is given to the runtime with its images, and its pid reported; nobody starts it', async () => {
    const shim = restored('exit 9', ['--tcp-established']);
    const pid = await shim.created();
    await expect.poll(() => shim.isRunning()).toBe(false);
    expect(shim.exitFile()).toMatchObject({ reason: 'exited', exitCode: 9, pid });
    const words = readFileSync(shim.path('restored'), 'utf8').split('\n');
    const verb = words.slice(words.indexOf('restore'));
    const images = verb[verb.indexOf('--image-path') + 1];
    expect(verb.slice(0, 3)).toEqual(['restore', '--detach', '--file-locks']);
    expect(verb[verb.indexOf('--work-path') + 1]).toBe(`${images}/work`);
    expect(verb).toContain('--tcp-established');
    expect(verb.slice(-2)).toEqual([shim.id, '']);
  });

  it('is logged and attached to from its first word on, and takes input', async () => {
    const shim = restored('echo err >&2; read x; echo "got $x"; exit 3', ['--stdin']);
    await shim.created();
    const client = await shim.attach();
    client.send(frameType.stdin, 'word\n');
    await client.untilClosed();
    expect(shim.exitFile()).toMatchObject({ reason: 'exited', exitCode: 3 });
    expect(shim.logged('stdout').toString()).toBe('got word\n');
    expect(shim.logged('stderr').toString()).toBe('err\n');
  });

  it('has its terminal handed over again', async () => {
    const shim = restored('stty size; read x; exit 4', ['--tty', '--stdin', '--console-size', '100x30']);
    await shim.created();
    const client = await shim.attach();
    await expect.poll(() => shim.logged('stdout').toString()).toContain('30 100');
    client.send(frameType.stdin, '\n');
    await client.untilClosed();
    expect(shim.exitFile()).toMatchObject({ exitCode: 4 });
  });

  it('that cannot go on is a failure with the reason of the runtime', async () => {
    const report = await restored('exit 0', [], ['--fail', '1']).report();
    expect(report).toMatchObject({ kind: 'runtime_abnormal_termination', status: 'Runtime Exited with code 1.' });
  });
});
