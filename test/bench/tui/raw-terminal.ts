import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import * as pty from 'node-pty';

/** More than a whole frame. */
const tailLength = 65_536;

export type Command = readonly [string, ...string[]];

/** A program in a pseudo terminal of 200 by 50, whose output is looked at as it comes and not interpreted. */
export class RawTerminal implements AsyncDisposable {
  readonly pid: number;
  readonly #process: pty.IPty;
  readonly exited: Promise<void>;
  #tail = '';
  #watch: ((data: string) => void) | undefined;

  constructor([file, ...args]: Command) {
    const env = { ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8', FORCE_COLOR: '3' };
    this.#process = pty.spawn(file, args, { name: 'xterm-256color', cols: 200, rows: 50, env });
    this.pid = this.#process.pid;
    this.exited = new Promise((resolve) => this.#process.onExit(() => resolve()));
    this.#process.onData((data) => {
      this.#tail = (this.#tail + data).slice(-tailLength);
      this.#watch?.(data);
    });
  }

  write(data: string): void {
    this.#process.write(data);
  }

  /** Waits until the latest output contains a text; gives the time it took from the call, in ms. */
  async until(text: string, timeoutMs = 30_000): Promise<number> {
    const startedAtMs = performance.now();
    while (!this.#tail.includes(text)) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#watch = () => resolve();
      await Promise.race([promise, delay(timeoutMs - (performance.now() - startedAtMs))]);
      if (performance.now() - startedAtMs >= timeoutMs)
        throw new Error(`Never saw ${text}: ${JSON.stringify(this.#tail.slice(-500))}`);
    }
    this.#watch = undefined;
    return performance.now() - startedAtMs;
  }

  /** Presses a key; gives the time until output matches, in ms, or undefined when none does in half a second. */
  async answerTime(key: string, isAnswer: (data: string) => boolean): Promise<number | undefined> {
    const { promise, resolve } = Promise.withResolvers<number>();
    const startedAtMs = performance.now();
    this.#watch = (data) => {
      if (isAnswer(data)) resolve(performance.now() - startedAtMs);
    };
    this.write(key);
    const tookMs = await Promise.race([promise, delay(500, undefined)]);
    this.#watch = undefined;
    return tookMs;
  }

  /** Types a command so that its marker shows only once it ran; gives the time in ms. */
  async runTime(command: string, marker: string): Promise<number> {
    const [first, ...rest] = marker;
    this.write(`${command}; echo ${first}''${rest.join('')}\r`);
    return this.until(marker, 60_000);
  }

  /** Milliseconds of CPU the program used so far. */
  cpuMs(): number {
    const [, ...fields] = readFileSync(`/proc/${this.pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    // Fields 14 and 15 of the file, in ticks of 10 ms.
    return (Number(fields[10]) + Number(fields[11])) * 10;
  }

  residentMegabytes(): number {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))?.[1]) / 1024;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.exited;
  }
}
