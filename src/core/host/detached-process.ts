import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { plainEnvironment } from './process.ts';
import { systemError } from './system-error.ts';

/** Number of the descriptor on which a detached program reports. */
export const reportDescriptor = 3;
/** Number that the first of the handed descriptors has there; the others follow. */
export const firstHandedDescriptor = 4;

const maxOutputBytes = 256 * 1024;

export interface DetachedOptions {
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string>>;
  /** Descriptors of ours that it gets copies of. */
  readonly handedDescriptors: readonly number[];
}

export interface DetachedReport {
  /** What it wrote until it closed the descriptor. */
  readonly report: string;
  readonly stderr: string;
  readonly exitCode: number | undefined;
  /** The program, or what it left behind, still held the descriptor at the deadline. */
  readonly timedOut: boolean;
}

/**
 * Runs a program that leaves a process of its own behind and reports once on descriptor 3. Resolves when every holder
 * has closed the descriptor, so the report is whole even though its writer outlives the program.
 */
export async function runDetaching(
  file: string,
  args: readonly string[],
  options: DetachedOptions,
): Promise<DetachedReport> {
  // By Node itself: execa does not hand on descriptors of any number.
  const child = spawn(file, args, {
    cwd: '/',
    env: { ...plainEnvironment, ...options.env },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', ...options.handedDescriptors],
  });
  const streams = [child.stdio[reportDescriptor], child.stderr].map((stream) => stream as Readable);
  const [report = [], stderr = []] = streams.map(collect);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill('SIGKILL');
    for (const stream of streams) stream.destroy();
  }, options.timeoutMs);
  try {
    const [exitCode] = (await once(child, 'close')) as [number | null];
    return {
      report: Buffer.concat(report).toString(),
      stderr: Buffer.concat(stderr).toString(),
      exitCode: exitCode ?? undefined,
      timedOut,
    };
  } catch (error) {
    throw systemError(error, `run ${file}`);
  } finally {
    clearTimeout(timer);
  }
}

/** What a stream gives, up to a bound; the rest is read and left out. */
function collect(stream: Readable): Buffer[] {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    if (length < maxOutputBytes) chunks.push(chunk);
    length += chunk.length;
  });
  return chunks;
}
