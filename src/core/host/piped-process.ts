import { type ChildProcess, spawn } from 'node:child_process';
import type { InteractiveCommand, InteractiveListener, InteractiveProcess } from './interactive-process.ts';
import { systemError } from './system-error.ts';

/** Runs a program on pipes; without stdin it reads from /dev/null. */
export async function startOnPipes(
  { file, args, env }: InteractiveCommand,
  stdin: boolean,
  listener: InteractiveListener,
): Promise<InteractiveProcess> {
  const stdio = [stdin ? 'pipe' : 'ignore', 'pipe', 'pipe'] as const;
  const child = spawn(file, args, { cwd: '/', env: { ...env }, stdio: [...stdio] });
  const started = new PipedProcess(child, listener);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(systemError(error, `start ${file}`)));
  });
  return started;
}

class PipedProcess implements InteractiveProcess {
  readonly #child: ChildProcess;

  constructor(child: ChildProcess, listener: InteractiveListener) {
    this.#child = child;
    child.stdout?.on('data', (data: Buffer) => listener.output('stdout', data));
    child.stderr?.on('data', (data: Buffer) => listener.output('stderr', data));
    // EPIPE: the program closed its input. Its end comes as an event of its own.
    child.stdin?.on('error', () => listener.stdinClosed());
    // After the output streams have ended, unlike `exit`.
    child.once('close', (code) => listener.ended(code ?? undefined));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  write(data: Uint8Array): Promise<void> {
    const { stdin } = this.#child;
    if (stdin === null || !stdin.writable) return Promise.resolve();
    return new Promise((resolve) => {
      stdin.write(data, () => resolve());
    });
  }

  closeStdin(): void {
    this.#child.stdin?.end();
  }

  resize(): void {}

  pause(): void {
    this.#child.stdout?.pause();
    this.#child.stderr?.pause();
  }

  resume(): void {
    this.#child.stdout?.resume();
    this.#child.stderr?.resume();
  }
}
