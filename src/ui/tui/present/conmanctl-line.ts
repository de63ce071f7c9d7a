import type { CreateContainerOptions } from '../../../core/api/index.ts';
import { joinShellWords, quoteShellWord } from './shell-words.ts';

/** The shell line that creates and starts the same container. */
export function createLine(options: CreateContainerOptions): string {
  const flags = `${options.stdin ? ' -i' : ''}${options.tty ? ' -t' : ''}`;
  const name = quoteShellWord(options.name);
  const command = options.command.length > 0 ? ` -- ${joinShellWords(options.command)}` : '';
  return (
    `conmanctl container create -I ${quoteShellWord(options.image)}${flags} ${name}${command}` +
    ` && conmanctl container start ${name}`
  );
}
