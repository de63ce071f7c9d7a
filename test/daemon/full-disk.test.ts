import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ContainerSummary, EngineEvent } from '../../src/core/api/index.ts';
import { connectEngine, type EngineClient } from '../../src/core/index.ts';
import { Conman } from '../cli/conman.ts';
import { makeTestRoot } from '../fixtures/engine.ts';

/** A file system of 1 MiB. */
class SmallDisk implements Disposable {
  readonly path = join(makeTestRoot(), 'logs');

  constructor() {
    mkdirSync(this.path);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'small', this.path]);
  }

  fill(): void {
    const { bavail, bsize } = statfsSync(this.path);
    writeFileSync(join(this.path, 'ballast'), Buffer.alloc(bavail * bsize));
  }

  makeRoom(): void {
    rmSync(join(this.path, 'ballast'));
  }

  [Symbol.dispose](): void {
    execFileSync('umount', [this.path]);
    rmSync(join(this.path, '..'), { recursive: true });
  }
}

/** What `seq 1 200000; echo end` prints. */
const writtenBytes = 1_288_895n + 4n;

test('a full disk under the logs stops no container; the loss is counted, shown, and said in the log', async () => {
  using disk = new SmallDisk();
  await using conman = await Conman.start(['--container-logs', disk.path]);
  const engine = connectEngine(conman.socket);
  disk.fill();
  const script = 'seq 1 200000; echo end >&2; read go; echo after; exit 5';
  await engine.createContainer({ name: 'c', image: conman.rootfs, command: ['sh', '-c', script], stdin: true });
  await engine.startContainer('c');
  const losing = await firstChange(engine, ({ logBytesLost }) => logBytesLost >= writtenBytes);
  expect(losing).toMatchObject({ state: 'running', logBytesLost: writtenBytes });
  disk.makeRoom();
  const session = await engine.attachContainer('c', { stdin: true, stdout: false, stderr: false });
  await session.write(Buffer.from('go\n'));
  const ended = await firstChange(engine, ({ state }) => state === 'exited');
  expect(ended.exit).toMatchObject({ reason: 'exited', code: 5 });
  expect(ended.logBytesLost).toBe(writtenBytes);
  let log = '';
  for await (const chunk of engine.readLogs('c', { follow: false })) log += Buffer.from(chunk).toString();
  expect(log).toMatch(
    /^\S+ stderr F conman-shim: 1288899 bytes of output were lost: No space left on device\n\S+ stdout F after\n$/,
  );
  engine.close();
});

async function firstChange(engine: EngineClient, wanted: (container: ContainerSummary) => boolean) {
  const abort = new AbortController();
  for await (const event of engine.events(abort.signal)) {
    const found = containersOf(event).find(wanted);
    if (found === undefined) continue;
    abort.abort();
    return found;
  }
  throw new Error('the events ended');
}

function containersOf(event: EngineEvent): readonly ContainerSummary[] {
  if (event.kind === 'snapshot') return event.containers;
  return event.kind === 'container' ? [event.container] : [];
}
