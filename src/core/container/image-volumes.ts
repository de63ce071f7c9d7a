import { join } from 'node:path';
import { ConmanError } from '../errors/index.ts';
import { resolveConfined } from '../host/confined-path.ts';
import { makeDirectory } from '../host/directories.ts';
import { runProcess } from '../host/process.ts';
import type { SpecMount } from '../runtime/spec-mounts.ts';

/** A copy may be of gigabytes. */
const copyTimeoutMs = 15 * 60_000;

/** Where an image wants the container's own data, without the places that something else is mounted on. */
export function volumePlaces(volumes: readonly string[], mounts: readonly SpecMount[]): string[] {
  const taken = new Set(mounts.map(({ destination }) => destination));
  const places = volumes.map((path) => path.replace(/(?<=.)\/+$/, ''));
  return [...new Set(places)].filter((path) => path.startsWith('/') && path !== '/' && !taken.has(path));
}

/**
 * A directory of the container's own for each of its image's volumes, with what the image has there: such data is written
 * past the overlay, stays out of images made of the container, and goes with it.
 */
export async function makeVolumes(places: readonly string[], directory: string, rootfs: string): Promise<SpecMount[]> {
  const mounts: SpecMount[] = [];
  for (const [index, destination] of places.entries()) {
    const source = join(directory, String(index));
    await makeDirectory(source, 0o755);
    const original = resolveConfined(rootfs, destination);
    if (original?.kind === 'directory') await copyContent(original.hostPath, source, destination);
    mounts.push({ destination, type: 'bind', source, options: ['rbind', 'rprivate', 'rw'] });
  }
  return mounts;
}

/** By cp(1), which keeps owners, times, links and attributes. */
async function copyContent(from: string, to: string, destination: string): Promise<void> {
  const { exitCode, stderr } = await runProcess('cp', ['-a', '--reflink=auto', '--', `${from}/.`, to], {
    timeoutMs: copyTimeoutMs,
    ignoreStdout: true,
  });
  if (exitCode === 0) return;
  throw new ConmanError(
    'failed-precondition',
    `cannot fill the volume ${destination}: ${stderr.trim().split('\n')[0]}`,
  );
}
