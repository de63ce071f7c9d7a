import { Command } from 'commander';
import { completeCommand, completionCommand } from './commands/completion.ts';
import { containerAttachCommand } from './commands/container-attach.ts';
import { containerCreateCommand } from './commands/container-create.ts';
import { containerExecCommand } from './commands/container-exec.ts';
import { containerInspectCommand } from './commands/container-inspect.ts';
import { containerKillCommand } from './commands/container-kill.ts';
import { containerListCommand } from './commands/container-list.ts';
import { containerLogsCommand } from './commands/container-logs.ts';
import { containerPauseCommand } from './commands/container-pause.ts';
import { containerRemoveCommand } from './commands/container-remove.ts';
import { containerRenameCommand } from './commands/container-rename.ts';
import { containerRestartCommand } from './commands/container-restart.ts';
import { containerResumeCommand } from './commands/container-resume.ts';
import { containerRunCommand } from './commands/container-run.ts';
import { containerStartCommand } from './commands/container-start.ts';
import { containerStatusCommand } from './commands/container-status.ts';
import { containerStopCommand } from './commands/container-stop.ts';
import { containerTopCommand } from './commands/container-top.ts';
import { containerWaitCommand } from './commands/container-wait.ts';
import { daemonStartCommand, daemonStatusCommand, daemonStopCommand } from './commands/daemon.ts';
import { eventsCommand } from './commands/events.ts';
import { imageInspectCommand } from './commands/image-inspect.ts';
import { imageListCommand } from './commands/image-list.ts';
import { imagePullCommand } from './commands/image-pull.ts';
import { imageRemoveCommand } from './commands/image-remove.ts';
import { versionCommand } from './commands/version.ts';
import { addCommonOptions } from './common-options.ts';
import { examples, type Invoke } from './invoke.ts';

const containerCommands = [
  containerCreateCommand,
  containerRunCommand,
  containerStartCommand,
  containerStopCommand,
  containerRestartCommand,
  containerKillCommand,
  containerPauseCommand,
  containerResumeCommand,
  containerWaitCommand,
  containerRenameCommand,
  containerRemoveCommand,
  containerListCommand,
  containerStatusCommand,
  containerTopCommand,
  containerInspectCommand,
  containerLogsCommand,
  containerAttachCommand,
  containerExecCommand,
];

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

  const container = group('container', 'Containers: create, start, watch and remove them', [
    'conmanctl container create --image busybox job -- sleep 100',
    'conmanctl container list',
  ]);
  for (const make of containerCommands) container.addCommand(make(invoke));
  const image = group('image', 'Images that containers are made from', [
    'conmanctl image pull alpine',
    'conmanctl image list',
  ]);
  image.addCommand(imageListCommand(invoke, 'list').alias('ls'));
  for (const make of [imagePullCommand, imageInspectCommand, imageRemoveCommand]) image.addCommand(make(invoke));
  const daemon = group('daemon', 'conmand itself', ['conmanctl daemon status']);
  for (const make of [daemonStartCommand, daemonStopCommand, daemonStatusCommand]) daemon.addCommand(make(invoke));

  program.commandsGroup('Commands:').helpCommand('help [command]', 'Show the help of a command');
  for (const command of [container, image, daemon, eventsCommand(invoke), versionCommand(invoke)])
    program.addCommand(command);
  program.addCommand(completionCommand(invoke));
  program.commandsGroup('Short for `container ...`:');
  for (const make of containerCommands) program.addCommand(make(invoke));
  program.addCommand(imageListCommand(invoke, 'images').helpGroup('Short for `image ...`:'));
  program.addCommand(imagePullCommand(invoke).helpGroup('Short for `image ...`:'));
  program.addCommand(completeCommand(invoke, program), { hidden: true });
  addCommonOptions(program);
  for (const command of program.commands) addCommonOptionsBelow(command);
  return program;
}

function group(name: string, description: string, lines: readonly string[]): Command {
  return new Command(name).description(description).enablePositionalOptions().addHelpText('after', examples(lines));
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
