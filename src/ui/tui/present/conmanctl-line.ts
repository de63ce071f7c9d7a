import type { CreateContainerOptions } from '../../../core/api/index.ts';
import { joinShellWords, quoteShellWord } from './shell-words.ts';

/** The shell command that creates and starts the same container. */
export function runLine({ name, image, command, stdin, tty }: CreateContainerOptions): string {
  const flags = stdin || tty ? ` -${stdin ? 'i' : ''}${tty ? 't' : ''}` : '';
  const words = joinShellWords(command);
  const line = `conmanctl run -d${flags} --name ${quoteShellWord(name)} ${quoteShellWord(image)}`;
  return words === '' ? line : `${line} ${words}`;
}
