import type { CreateContainerOptions } from '../../../core/api/index.ts';
import { joinShellWords, quoteShellWord } from './shell-words.ts';

/** The shell command that creates and starts the same container, by the conmand on `socketPath` if it is not the usual one. */
export function runLine(options: CreateContainerOptions, socketPath: string | undefined): string {
  const { name, image, command, stdin, tty } = options;
  const program = socketPath === undefined ? 'conmanctl' : `conmanctl -H ${quoteShellWord(socketPath)}`;
  const flags = stdin || tty ? ` -${stdin ? 'i' : ''}${tty ? 't' : ''}` : '';
  const words = joinShellWords(command);
  const line = `${program} run -d${flags} --name ${quoteShellWord(name)} ${quoteShellWord(image)}`;
  return words === '' ? line : `${line} ${words}`;
}
