import { closeSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Syscalls } from '../../src/core/host/syscalls.ts';
import { joinLog, parseLog } from './cri-log.ts';
import { frameType } from './frame-client.ts';
import { buildShim, ShimCase, type SyncMessage } from './shim-case.ts';

beforeAll(buildShim);

const syscalls = new Syscalls();
/** Output of both streams, input, a rotation of the log, and an end. */
const script = 'seq 1 150; read x; echo "got $x" >&2; exit 7';
const flags = ['--stdin', '--log-max-size', '4096', '--log-max-files', '9'];
const wholeOutput = Array.from({ length: 150 }, (_, i) => `${i + 1}\n`).join('');

/** A container that meets one fault. Whatever that is, these things hold. */
class FaultyCase {
  readonly shim: ShimCase;
  readonly #fault: string;
  #init: number | undefined;

  constructor(fault: string) {
    this.#fault = fault;
    this.shim = new ShimCase({ script, flags, fault });
  }

  async run(): Promise<void> {
    const report = await text(this.shim.syncPipe);
    const message = report === '' ? undefined : (JSON.parse(report) as SyncMessage);
    if (message?.kind !== 'container_pid') return await this.#expectRefused(message);
    this.#init = syscalls.openProcess(message.pid);
    if (this.#init !== undefined) {
      const init = this.#init;
      onTestFinished(() => closeSync(init));
    }
    await this.#live();
    this.#expectEnd();
  }

  get #kills(): boolean {
    return this.#fault.startsWith('KILL');
  }

  /** One clear reason, and nothing left; a shim that was killed says nothing, and its container is its manager's to delete. */
  async #expectRefused(message: SyncMessage | undefined): Promise<void> {
    await this.#until(() => !existsSync(this.shim.path('shim-pid')) || !this.shim.isRunning());
    if (message === undefined) return expect(this.#kills, this.#fault).toBe(true);
    expect(message, this.#fault).toMatchObject({
      kind: 'runtime_abnormal_termination',
      stderr: expect.stringMatching(/./),
    });
    const left = readdirSync(this.shim.dir).filter((name) => name.startsWith('attach') || name.startsWith('.'));
    expect(left, this.#fault).toEqual([]);
  }

  /** Starts the container, gives it input and waits for its end, with the next shim if the first was killed. */
  async #live(): Promise<void> {
    let started = false;
    while (!existsSync(this.shim.path('exit'))) {
      if (!this.shim.isRunning()) {
        if (existsSync(this.shim.path('exit'))) break;
        expect(this.#kills, `${this.#fault}: the shim is gone`).toBe(true);
        if (this.#init !== undefined) await this.shim.adopt(this.#init);
      }
      if (!started) await this.shim.start();
      started = true;
      await this.#type().catch(() => undefined);
      await delay(20);
    }
    await this.#until(() => !this.shim.isRunning());
  }

  async #type(): Promise<void> {
    const client = await this.shim.attach(0);
    client.send(frameType.stdin, 'line\n');
    await client.untilClosed();
  }

  #expectEnd(): void {
    const exit = this.shim.exitFile();
    if (exit['reason'] !== 'unknown' || !this.#kills)
      expect(exit, this.#fault).toMatchObject({ reason: 'exited', exitCode: 7 });
    const names = readdirSync(this.shim.dir).filter((name) => /^log(\.\d+)?$/.test(name));
    const number = (name: string) => Number(name.split('.')[1] ?? 0);
    const records = names
      .toSorted((a, b) => number(b) - number(a))
      .flatMap((name) => parseLog(readFileSync(this.shim.path(name))));
    const output = joinLog(records.filter(({ stream }) => stream === 'stdout')).toString();
    const errors = joinLog(records.filter(({ stream }) => stream === 'stderr')).toString();
    if (this.#kills) return;
    if (exit['logBytesLost'] === 0) {
      expect(output, this.#fault).toBe(wholeOutput);
      expect(errors, this.#fault).toBe('got line\n');
    } else {
      expect(errors, this.#fault).toContain(`${exit['logBytesLost']} bytes of output were lost`);
    }
    const left = readdirSync(this.shim.dir).filter((name) => name.startsWith('attach') || name.startsWith('.'));
    expect(left, this.#fault).toEqual([]);
  }

  async #until(condition: () => boolean): Promise<void> {
    await expect.poll(condition, { interval: 5, message: this.#fault }).toBe(true);
  }
}

/** A container that hangs is a failure with the name of its fault. */
async function inTime(fault: string): Promise<void> {
  const timer = AbortSignal.timeout(60_000);
  const hung = new Promise<never>((_, reject) =>
    timer.addEventListener('abort', () => reject(new Error(`${fault} hangs`))),
  );
  await Promise.race([new FaultyCase(fault).run(), hung]);
}

/** How often each kind of fault can happen in the life of a container. */
async function countFaults(): Promise<Map<string, number>> {
  const dry = new FaultyCase('none');
  await dry.run();
  const lines = readFileSync(dry.shim.path('faults'), 'utf8').trim().split('\n');
  return new Map(lines.map((line) => [line.split(' ')[0] ?? '', Number(line.split(' ')[1])]));
}

describe('a single fault, wherever it happens, leaves a container that is served or one that is refused', () => {
  it.each(['EINTR', 'EMFILE', 'ENOSPC', 'ENOMEM', 'SHORT', 'KILL'])('%s', async (kind) => {
    const count = (await countFaults()).get(kind) ?? 0;
    expect(count).toBeGreaterThan(5);
    const faults = Array.from({ length: count }, (_, index) => `${kind}@${index + 1}`);
    const worker = async (): Promise<void> => {
      for (let fault = faults.shift(); fault !== undefined; fault = faults.shift()) await inTime(fault);
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
  });
});
