import type { CreateContainerOptions } from '../../../core/api/index.ts';
import { joinShellWords, quoteShellWord } from './shell-words.ts';

/** The shell commands that create and start the same container. */
export function createLines(options: CreateContainerOptions): readonly string[] {
  const flags = `${options.stdin ? ' -i' : ''}${options.tty ? ' -t' : ''}`;
  const name = quoteShellWord(options.name);
  const command = options.command.length > 0 ? ` -- ${joinShellWords(options.command)}` : '';
  return [
    `conmanctl container create -I ${quoteShellWord(options.image)}${flags} ${name}${command}`,
    `conmanctl container start ${name}`,
  ];
}
