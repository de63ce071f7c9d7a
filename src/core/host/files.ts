import { constants, renameSync, unlinkSync } from 'node:fs';
import { access, link, open, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConmanError } from '../errors/index.ts';
import { syncDirectory } from './directories.ts';
import { errnoOf, systemError } from './system-error.ts';

/** Large enough for every document of ours, small enough that a file put in its place cannot fill the memory. */
const defaultMaxBytes = 4 * 1024 * 1024;
const privateMode = 0o600;

/** The file's text, or undefined when there is no such file. */
export async function readText(path: string, maxBytes = defaultMaxBytes): Promise<string | undefined> {
  return (await readBytes(path, maxBytes))?.toString('utf8');
}

/** The text of a file that a user named: that there is none is their error. */
export async function readUserFile(path: string): Promise<string> {
  const text = await readText(path);
  if (text === undefined) throw new ConmanError('not-found', `there is no file ${path}`);
  return text;
}

/** The file's content, or undefined when there is no such file. */
export async function readBytes(path: string, maxBytes: number): Promise<Buffer | undefined> {
  try {
    await using file = await open(path, 'r');
    const buffer = Buffer.allocUnsafe(Math.min((await file.stat()).size, maxBytes) + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length);
      if (bytesRead === 0) return buffer.subarray(0, length);
      length += bytesRead;
      if (length === buffer.length) throw new ConmanError('data-loss', `${path} is larger than ${maxBytes} bytes`);
    }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw systemError(error, `read ${path}`);
  }
}

/** The first bytes of a file, fewer when it is shorter or cannot be read. Never waits, whatever the file is. */
export async function readHead(path: string, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  try {
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    return buffer.subarray(0, (await file.read(buffer, 0, bytes, 0)).bytesRead);
  } catch {
    return buffer.subarray(0, 0);
  }
}

export async function writeText(path: string, text: string, mode = privateMode): Promise<void> {
  try {
    await using file = await open(path, 'w', mode);
    // The umask is for files nobody else needs; a mode that is asked for is meant.
    if (mode !== privateMode) await file.chmod(mode);
    await file.writeFile(text);
  } catch (error) {
    throw systemError(error, `write ${path}`);
  }
}

/**
 * Replaces a file so that after a crash or a power cut either the old or the new content is there, whole: temporary
 * file, fsync, rename, fsync of the directory. One writer per path.
 */
export async function replaceFile(path: string, content: string | Uint8Array, mode = privateMode): Promise<void> {
  const temporary = `${path}.new`;
  try {
    {
      await using file = await open(temporary, 'w', mode);
      await file.writeFile(content);
      await file.sync();
    }
    await rename(temporary, path);
    await syncDirectory(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw systemError(error, `write ${path}`);
  }
}

/** As replaceFile, but durable only when the file system is synced. What a power cut leaves until then may be empty. */
export async function replaceFileLater(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.new`;
  try {
    await writeFile(temporary, content, { mode: privateMode });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw systemError(error, `write ${path}`);
  }
}

/** Gives a file one more name; one that is there already stays what it is. */
export async function linkPath(existing: string, path: string): Promise<void> {
  try {
    await link(existing, path);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw systemError(error, `create ${path}`);
  }
}

export async function renamePath(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    throw systemError(error, `rename ${from} to ${to}`);
  }
}

/** Removes a file; one that is gone already is not an error. */
export async function removeFile(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw systemError(error, `remove ${path}`);
  }
}

export type PathKind = 'file' | 'directory' | 'other' | 'missing';

/** What a path leads to, links followed. */
export async function pathKind(path: string): Promise<PathKind> {
  try {
    const facts = await stat(path);
    return facts.isFile() ? 'file' : facts.isDirectory() ? 'directory' : 'other';
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return 'missing';
    throw systemError(error, `look at ${path}`);
  }
}

export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** Undefined when there is no such file. */
export async function fileSize(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw systemError(error, `look at ${path}`);
  }
}

/** When anything about a file last changed (ctime), in ms since the epoch; undefined when there is no such file. */
export async function fileChangeTimeMs(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).ctimeMs;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw systemError(error, `look at ${path}`);
  }
}

/** Without giving way to anything else. False when there is nothing to rename. */
export function renamePathNow(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw systemError(error, `rename ${from} to ${to}`);
  }
}

/** Without giving way to anything else; one that is gone already is not an error. */
export function removeFileNow(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw systemError(error, `remove ${path}`);
  }
}
