import { text } from 'node:stream/consumers';
import { ConmanError } from '../../../core/errors/index.ts';
import type { CliContext } from '../context.ts';

const ctrlC = '\x03';
const ctrlD = '\x04';

/** All of an input, without the newline that ends it. */
export async function readSecret(stdin: NodeJS.ReadableStream): Promise<string> {
  return (await text(stdin)).replace(/\r?\n$/, '');
}

/** Asks on the terminal, without showing what is typed. */
export async function askSecret({ stdin, stderr }: CliContext, question: string): Promise<string> {
  stderr.write(question);
  stdin.setRawMode(true);
  let typed = '';
  try {
    for await (const chunk of stdin) {
      for (const key of String(chunk)) {
        if (key === '\r' || key === '\n' || key === ctrlD) return typed;
        if (key === ctrlC) throw new ConmanError('cancelled', 'the login was cancelled');
        typed = key === '\x7f' || key === '\b' ? typed.slice(0, -1) : typed + key;
      }
    }
    return typed;
  } finally {
    stdin.setRawMode(false);
    stderr.write('\n');
  }
}
