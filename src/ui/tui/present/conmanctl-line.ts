import type { CreateContainerOptions, UpdateContainerOptions } from '../../../core/api/index.ts';
import { joinShellWords } from '../../words/shell-words.ts';
import { labelWords, limitWords, mountWords, networkWords, restartWords, userNamespaceWords } from './setting-words.ts';

/** The words after `conmanctl` that create and start the same container. */
export function runWords(options: CreateContainerOptions): readonly string[] {
  const { name, image, command, stdin, tty } = options;
  const flags = stdin || tty ? [`-${stdin ? 'i' : ''}${tty ? 't' : ''}`] : [];
  return [
    ...['run', '-d', ...flags, '--name', name],
    ...(options.network ? networkWords(options.network) : []),
    ...(options.env ?? []).flatMap((pair) => ['--env', pair]),
    ...(options.mounts ?? []).flatMap(mountWords),
    ...limitWords(options.limits ?? {}),
    ...(options.restart ? restartWords(options.restart) : []),
    ...(options.userNamespace ? userNamespaceWords(options.userNamespace) : []),
    ...labelWords(options.labels ?? {}),
    image,
    ...command,
  ];
}

/** The words that change the same of a container that is there. */
export function updateWords(options: UpdateContainerOptions, name: string): readonly string[] {
  return [
    'update',
    ...limitWords(options.limits ?? {}),
    ...(options.restart ? restartWords(options.restart) : []),
    ...labelWords(options.labels ?? {}),
    ...(options.removeLabels ?? []).flatMap((key) => ['--remove-label', key]),
    name,
  ];
}

/** A line for a shell, for the conmand on `socketPath` if it is not the usual one. */
export function conmanctlLine(words: readonly string[], socketPath: string | undefined): string {
  return joinShellWords(['conmanctl', ...(socketPath === undefined ? [] : ['-H', socketPath]), ...words]);
}
