import { posix } from 'node:path';
import type { ContainerSettings } from '../../api/settings.ts';
import { invalid } from '../../errors/index.ts';
import { maskedPaths, readonlyPaths } from '../../runtime/spec-mounts.ts';

/** What of the kernel's files nobody in the container sees, and what nobody there changes. */
export function planPaths({ privileged = false, maskPaths = [], unmaskPaths = [] }: ContainerSettings): {
  readonly maskedPaths: readonly string[];
  readonly readonlyPaths: readonly string[];
} {
  const wrong = [...maskPaths, ...unmaskPaths].find((path) => path !== 'ALL' && !isPath(path));
  if (wrong !== undefined || maskPaths.includes('ALL')) {
    throw invalid(`${JSON.stringify(wrong ?? 'ALL')} is no path in a container that could be masked`);
  }
  const open = privileged || unmaskPaths.includes('ALL');
  const protectedStill = (paths: readonly string[]) =>
    open ? [] : paths.filter((path) => !isUnmasked(path, unmaskPaths));
  return {
    maskedPaths: [...new Set([...protectedStill(maskedPaths), ...maskPaths])],
    readonlyPaths: protectedStill(readonlyPaths),
  };
}

function isPath(path: string): boolean {
  return path.startsWith('/') && path !== '/' && !path.includes('\0') && posix.normalize(path) === path;
}

/** `/sys/firmware` opens what is below it too. */
function isUnmasked(path: string, unmaskPaths: readonly string[]): boolean {
  return unmaskPaths.some((unmasked) => path === unmasked || path.startsWith(`${unmasked}/`));
}
