import { Argument, Command } from 'commander';
import { displayText } from '../../words/display-text.ts';
import { complete } from '../completion/complete.ts';
import { completionScript, type Shell, shells } from '../completion/scripts.ts';
import { examples, type Invoke } from '../invoke.ts';

export function completionCommand(invoke: Invoke): Command {
  return new Command('completion')
    .description('Print the script that completes commands, names and ids in a shell')
    .addArgument(new Argument('<shell>', shells.join(', ')).choices(shells))
    .addHelpText(
      'after',
      examples([
        'conmanctl completion bash | sudo tee /etc/bash_completion.d/conmanctl',
        'conmanctl completion zsh | sudo tee /usr/share/zsh/site-functions/_conmanctl',
        'conmanctl completion fish > ~/.config/fish/completions/conmanctl.fish',
      ]),
    )
    .action(invoke(async (call, shell: Shell) => await call.print(completionScript(shell))));
}

/** What the scripts call: `__complete -- WORD...`, the last one being typed. Never starts a daemon, never complains. */
export function completeCommand(invoke: Invoke, program: Command): Command {
  return new Command('__complete')
    .argument('[word...]')
    .passThroughOptions()
    .allowUnknownOption()
    .action(
      invoke(async (call, words: readonly string[]) => {
        const { candidates, files } = await complete(program, words[0] === '--' ? words.slice(1) : words, async () => {
          const { control, socketPath } = await call.daemon();
          return control.connect(socketPath);
        });
        for (const { word, description } of candidates) await call.print(`${word}\t${displayText(description)}`);
        if (files) await call.print(':files');
      }),
    );
}
