import { Command } from 'commander';
import { requireThat } from '../invocation.ts';
import { examples, type Invoke } from '../invoke.ts';
import { emptyJson } from '../present/contract-json.ts';
import { askSecret, readSecret } from '../session/secret.ts';

interface LoginFlags {
  readonly username?: string;
  readonly passwordStdin?: boolean;
}

export function imageLoginCommand(invoke: Invoke): Command {
  return new Command('login')
    .description('Check a name and password with a registry and keep them, readable for root alone')
    .argument('[registry]', 'such as ghcr.io or 127.0.0.1:5000', 'docker.io')
    .requiredOption('-u, --username <name>', 'who you are there')
    .option('--password-stdin', 'read the password from stdin (default: ask on the terminal)')
    .addHelpText(
      'after',
      examples([
        'conmanctl image login -u ada ghcr.io',
        'pass ghcr.io | conmanctl image login -u ada --password-stdin ghcr.io',
      ]),
    )
    .action(
      invoke(async (call, registry: string, { username = '', passwordStdin = false }: LoginFlags) => {
        const { stdin } = call.context;
        requireThat(
          passwordStdin || stdin.isTTY === true,
          'there is no terminal to ask for the password on',
          'Send it: ... | conmanctl image login --password-stdin',
        );
        const password = passwordStdin ? await readSecret(stdin) : await askSecret(call.context, 'Password: ');
        await (await call.engine()).login({ registry, username, password });
        await (call.wantsJson ? call.json(emptyJson) : call.print(`Logged in to ${registry} as ${username}.`));
      }),
    );
}
