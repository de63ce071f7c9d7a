import { posix, resolve } from 'node:path';
import { requireThat } from './require-that.ts';

/** One side of a copy as it was typed. */
export type CopyPlace =
  | { readonly kind: 'stream' }
  | { readonly kind: 'local'; readonly path: string; readonly typed: string }
  | { readonly kind: 'container'; readonly ref: string; readonly path: string; readonly typed: string };

/** `-` is an archive on stdin or stdout, `web:/etc` is in a container, and what begins with `/` or `.` never is. */
export function parseCopyPlace(typed: string, workingDirectory: string): CopyPlace {
  if (typed === '-') return { kind: 'stream' };
  const colon = typed.indexOf(':');
  if (/^[/.]/.test(typed) || colon === -1) return { kind: 'local', path: resolve(workingDirectory, typed), typed };
  const [ref, path] = [typed.slice(0, colon), typed.slice(colon + 1)];
  requireThat(ref !== '' && path !== '', `"${typed}" names no place in a container`, 'Write CONTAINER:PATH.');
  return { kind: 'container', ref, path: posix.resolve('/', path), typed: path };
}

export interface CopyTarget {
  /** What is at the target, links followed; undefined: nothing. */
  readonly kind: 'directory' | 'other' | undefined;
  readonly path: string;
  readonly typed: string;
}

export interface CopySource {
  readonly isDirectory: boolean;
  readonly path: string;
  readonly typed: string;
}

/** Which directory the copy goes to, and what it is called there; `.`: the content of a directory without it. */
export function copyDestination(source: CopySource, target: CopyTarget): { directory: string; name: string } {
  const contentAlone = /(?:^|\/)\.$/.test(source.typed) || source.path === '/';
  if (target.kind === 'directory') {
    const name = source.isDirectory && contentAlone ? '.' : posix.basename(source.path);
    return { directory: target.path, name };
  }
  requireThat(
    !(source.isDirectory && target.kind === 'other'),
    `${target.typed} is a file: a directory cannot be copied over it`,
  );
  requireThat(
    source.isDirectory || !target.typed.endsWith('/'),
    `there is no directory ${target.typed}`,
    'Make it first, or leave the slash away to give the copy this name.',
  );
  return { directory: posix.dirname(target.path), name: posix.basename(target.path) };
}
