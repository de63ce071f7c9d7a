import { spawn } from 'node:child_process';
import { plainEnvironment } from './process.ts';

/** How long output may follow the end of a program whose children still hold its pipes, in ms. */
const drainMs = 100;

export interface BoundedOptions {
  readonly timeoutMs: number;
  /** Output beyond this is thrown away. */
  readonly maxOutputBytes: number;
  /** Gives it up, as if its time were over. */
  readonly abort: AbortSignal;
  /** Ends what the program has started; afterwards the program itself is killed. */
  readonly onKill: () => void;
}

export interface BoundedResult {
  /** Undefined after a signal, or when it could not be started. */
  readonly exitCode: number | undefined;
  readonly timedOut: boolean;
  /** Stdout and stderr as they came. */
  readonly output: string;
}

/** Runs a program of which nobody knows whether it ends, or how much it prints. Never rejects. */
export function runBounded(file: string, args: readonly string[], options: BoundedOptions): Promise<BoundedResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: '/', env: { ...plainEnvironment }, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    let room = options.maxOutputBytes;
    const take = (chunk: Buffer): void => {
      if (room > 0) chunks.push(chunk.subarray(0, room));
      room -= chunk.length;
    };
    let timedOut = false;
    const kill = (): void => {
      timedOut = true;
      options.onKill();
      child.kill('SIGKILL');
    };
    const timer = setTimeout(kill, options.timeoutMs);
    options.abort.addEventListener('abort', kill, { once: true });
    const finish = (exitCode: number | undefined): void => {
      clearTimeout(timer);
      options.abort.removeEventListener('abort', kill);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ exitCode, timedOut, output: Buffer.concat(chunks).toString('utf8') });
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', () => finish(undefined));
    child.once('exit', (code) => {
      const end = (): void => finish(code ?? undefined);
      const drain = setTimeout(end, drainMs);
      child.once('close', () => {
        clearTimeout(drain);
        end();
      });
    });
  });
}
