import type { CreateContainerOptions } from '../../../core/api/index.ts';
import { joinShellWords } from './shell-words.ts';

/** The words after `conmanctl` that create and start the same container. */
export function runWords(options: CreateContainerOptions): readonly string[] {
  const { name, image, command, stdin, tty } = options;
  const flags = stdin || tty ? [`-${stdin ? 'i' : ''}${tty ? 't' : ''}`] : [];
  return ['run', '-d', ...flags, '--name', name, image, ...command];
}

/** A line for a shell, for the conmand on `socketPath` if it is not the usual one. */
export function conmanctlLine(words: readonly string[], socketPath: string | undefined): string {
  return joinShellWords(['conmanctl', ...(socketPath === undefined ? [] : ['-H', socketPath]), ...words]);
}
