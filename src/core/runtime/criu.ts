import { join } from 'node:path';
import { ConmanError } from '../errors/index.ts';
import { isExecutable, readBytes } from '../host/files.ts';
import type { MountedFile } from '../host/mounted-file.ts';
import { plainEnvironment, runProcess } from '../host/process.ts';

/** runc and crun hand criu the configuration file that this annotation of a container names. */
export const criuConfigurationAnnotation = 'org.criu.config';

const checkTimeoutMs = 30_000;
const maxLogBytes = 64 * 1024 * 1024;

/** What criu 3 says when it reads its configuration twice, and takes each descriptor in it twice. */
const takenTwice = 'into store: Bad file descriptor';

/** What criu says of every restoration: it lowers a limit that was lifted for it. */
const noise = /RLIMIT_NOFILE|(?:Dumping|Restoring) FAILED/;

/** Fails with `failed-precondition` unless criu is where the runtime looks for it, and knows this kernel. */
export async function expectCriu(searchPath = plainEnvironment['PATH'] ?? ''): Promise<void> {
  const path = await findCriu(searchPath);
  if (path === undefined) {
    throw new ConmanError('failed-precondition', 'checkpoints need criu, which is not on this machine', {
      hint: 'Install the package criu (`apt-get install criu`); `criu check` says whether it works with this kernel.',
    });
  }
  const { exitCode, stderr } = await runProcess(path, ['check'], { timeoutMs: checkTimeoutMs });
  if (exitCode === 0) return;
  const reason = errorsIn(stderr)[0] ?? `it ended with ${exitCode ?? 'a signal'}`;
  throw new ConmanError('failed-precondition', `criu does not work with this kernel: ${reason}`, {
    hint: `A newer criu may, such as that of a newer distribution; ${path} check says more.`,
    details: stderr.trim() || undefined,
  });
}

async function findCriu(searchPath: string): Promise<string | undefined> {
  for (const directory of searchPath.split(':')) {
    const path = join(directory, 'criu');
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

/** A file outside of the container's mounts, as criu wants it named (criu(8), --external). */
export function criuFileName({ mountId, inode }: MountedFile): string {
  return `file[${mountId.toString(16)}:${inode.toString(16)}]`;
}

/** What criu must not look for in the container's mounts, by the names of stdin, stdout and stderr. */
export function dumpConfiguration(streams: readonly (string | null)[]): string {
  const names = new Set(streams.filter((name) => name !== null));
  return [...names].map((name) => `external ${name}\n`).join('');
}

/** In their places, the streams that the runtime was started with. */
export function restoreConfiguration(streams: readonly (string | null)[]): string {
  return streams.map((name, stream) => (name === null ? '' : `inherit-fd fd[${stream}]:${name}\n`)).join('');
}

/** Throws the failure of a runtime with the reason that criu gave in its log. */
export async function criuFailure(failure: unknown, workDirectory: string, log: string): Promise<never> {
  const error = ConmanError.from(failure);
  const text = (await readBytes(join(workDirectory, log), maxLogBytes).catch(() => undefined))?.toString('utf8') ?? '';
  const reasons = errorsIn(text);
  if (reasons[0] === undefined) throw error;
  const details = [error.details, ...reasons].filter((line) => line !== undefined).join('\n');
  const isTooOld = reasons[0].includes(takenTwice);
  const hint = isTooOld ? 'This criu brings back containers with a terminal (-t) alone: use criu 4.' : error.hint;
  throw new ConmanError(error.code, `${error.message} (${reasons[0]})`, { hint, cause: error, details });
}

/** `(00.165733) Error (criu/files-reg.c:1790): Can't lookup mount=27`, without what stands before the reason. */
function errorsIn(text: string): string[] {
  return text
    .split('\n')
    .flatMap((line) => /Error \([^)]*\): (.*)/.exec(line)?.[1] ?? [])
    .filter((reason) => !noise.test(reason));
}
