import { Command } from 'commander';
import { absentCommands } from './absent.ts';
import { completeCommand, completionCommand } from './commands/completion.ts';
import { eventsCommand } from './commands/events.ts';
import { versionCommand } from './commands/version.ts';
import { addCommonOptions } from './common-options.ts';
import { checkpointGroup } from './groups/checkpoint.ts';
import { containerCommands, containerGroup } from './groups/container.ts';
import { daemonGroup } from './groups/daemon.ts';
import { imageGroup, imageShortcuts } from './groups/image.ts';
import { networkGroup } from './groups/network.ts';
import { sessionGroup } from './groups/session.ts';
import { systemGroup } from './groups/system.ts';
import { volumeGroup } from './groups/volume.ts';
import { examples, type Invoke } from './invoke.ts';

/** The whole tree of commands. `container X` may be written `X`, as docker's users do. */
export function createProgram(invoke: Invoke): Command {
  const program = new Command('conmanctl')
    .description('Run and keep containers: the client of conmand')
    .option('-V, --version', 'show the version of conmanctl')
    .helpOption('-h, --help', 'show this help')
    .configureHelp({ subcommandTerm })
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      examples([
        'sudo conmanctl run --rm -it busybox',
        'sudo conmanctl container create --image busybox web -- httpd -f -p 8080',
        'sudo conmanctl container start web',
        'sudo conmanctl ps',
      ]),
    );

  program.commandsGroup('Commands:').helpCommand('help [command]', 'Show the help of a command');
  const groups = [
    containerGroup(invoke),
    checkpointGroup(invoke),
    imageGroup(invoke),
    networkGroup(invoke),
    volumeGroup(invoke),
    sessionGroup(invoke),
    systemGroup(invoke),
    daemonGroup(invoke),
  ];
  for (const command of [...groups, eventsCommand(invoke), versionCommand(invoke)]) program.addCommand(command);
  program.addCommand(completionCommand(invoke));
  program.commandsGroup('Short for `container ...`:');
  for (const make of containerCommands) program.addCommand(make(invoke));
  program.commandsGroup('Short for `image ...`:');
  for (const make of imageShortcuts) program.addCommand(make(invoke));
  program.addCommand(completeCommand(invoke, program), { hidden: true });
  for (const command of absentCommands(invoke)) program.addCommand(command, { hidden: true });
  addCommonOptions(program);
  for (const command of program.commands) addCommonOptionsBelow(command);
  return program;
}

/** `list, ls, ps`, `stop <ref...>`. */
function subcommandTerm(command: Command): string {
  const names = [command.name(), ...command.aliases()].join(', ');
  const words = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [names, ...words].join(' ');
}

/** Also stands behind the command's name, where people add what they forgot. */
function addCommonOptionsBelow(command: Command): void {
  if (command.name() !== '__complete') addCommonOptions(command);
  for (const child of command.commands) addCommonOptionsBelow(child);
}
