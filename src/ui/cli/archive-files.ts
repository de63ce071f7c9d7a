import { resolve } from 'node:path';
import { withProgress } from './copy/copy-progress.ts';
import { type Invocation, requireThat } from './invocation.ts';
import { writeAll } from './write-all.ts';

/** What a user named to be read: `-` or nothing is stdin, a directory is read as an archive of what is in it. */
export async function archiveFrom(
  call: Invocation,
  path: string | undefined,
  abort: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const { stdin, stderr, nowMs, workingDirectory } = call.context;
  if (path === undefined || path === '-') {
    requireThat(stdin.isTTY !== true, 'an archive cannot be typed', 'Name a file, or send one: ... < archive.tar');
    return withProgress(stdin, stderr, nowMs);
  }
  const files = await call.context.localFiles();
  const absolute = resolve(workingDirectory, path);
  const { kind } = await files.stat(absolute, { followLink: true });
  const isDirectory = kind === 'directory';
  const archive = isDirectory ? files.pack(absolute, { name: '.', followLink: true }, abort) : files.read(absolute);
  return withProgress(archive, stderr, nowMs);
}

/** Writes an archive to a file, which appears when it is whole, or to stdout. */
export async function archiveTo(
  call: Invocation,
  path: string | undefined,
  archive: AsyncIterable<Uint8Array>,
): Promise<void> {
  const { stdout, stderr, nowMs, workingDirectory } = call.context;
  if (path === undefined || path === '-') {
    requireThat(stdout.isTTY !== true, 'an archive on a terminal is of no use', 'Name a file: --output FILE.');
    for await (const chunk of archive) await writeAll(stdout, chunk);
    return;
  }
  const files = await call.context.localFiles();
  await files.write(resolve(workingDirectory, path), withProgress(archive, stderr, nowMs));
}
