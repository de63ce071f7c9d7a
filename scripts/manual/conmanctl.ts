import type { Command } from 'commander';
import { createProgram } from '../../src/ui/cli/program.ts';
import { definition, heading, literal, pageHead, paragraph, seeAlso, subheading } from './roff.ts';

/** conmanctl(1), from the same commands as the reference in the documentation. */
export function conmanctlPage(): string {
  const program = createProgram(() => async () => undefined);
  return [
    pageHead({ name: 'conmanctl', section: 1, summary: 'run and keep containers' }),
    heading('SYNOPSIS'),
    literal('conmanctl [OPTION...] COMMAND [ARGUMENT...]'),
    heading('DESCRIPTION'),
    paragraph(
      'conmanctl is the client of conmand(8), which it starts in the background when the usual socket has none. A container is named by its name, its id, or a beginning of the id that no other container shares. What stands below as "container X" may be written "X".',
    ),
    paragraph(
      'On a terminal answers are text for people. Elsewhere, or with --output json, they are one line of JSON each.',
    ),
    heading('COMMON OPTIONS'),
    ...optionsOf(program, isCommon),
    heading('COMMANDS'),
    ...program.commands.filter(isOwnCommand).flatMap(leavesBelow).map(commandSection),
    heading('EXIT STATUS'),
    paragraph(
      '0: done. 2: the command line or a value in it is wrong. 3: not found, 4: the name is taken, 5: not possible in this state, 6: not permitted, 7: conmand does not answer; other failures have other numbers. "run", "exec", "attach" and "start -a" end as the command does; 125 when it could not be run, 126 when it is not executable, 127 when there is none.',
    ),
    heading('ENVIRONMENT'),
    definition('CONMAN_HOST', 'The socket, when --host does not say.'),
    definition('CONMAN_DEBUG', 'Not empty: failures are told with all their details.'),
    definition('NO_COLOR', 'Not empty: no colours.'),
    seeAlso('conman-tui(1)', 'conmand(8)'),
  ].join('');
}

/** The short forms at the top level say nothing new. */
function isOwnCommand(command: Command): boolean {
  return command.commands.length > 0 || ['events', 'version', 'completion'].includes(command.name());
}

function leavesBelow(command: Command): readonly Command[] {
  return command.commands.length > 0 ? command.commands.filter((child) => child.name() !== 'help') : [command];
}

function commandSection(command: Command): string {
  const words = [command.parent?.parent ? command.parent.name() : '', command.name()].filter((word) => word !== '');
  const help = command.createHelp();
  return [
    subheading(words.join(' ')),
    literal(`conmanctl ${words.join(' ')} ${command.usage()}`),
    paragraph(`${command.description()}.`),
    ...help.visibleArguments(command).map((argument) => definition(argument.name(), argument.description)),
    ...optionsOf(command, (option) => !isCommon(option)),
    ...remarksOf(command),
  ].join('');
}

interface HelpOption {
  readonly flags: string;
  readonly description: string;
  readonly helpGroupHeading?: string | undefined;
}

function isCommon({ helpGroupHeading }: HelpOption): boolean {
  return helpGroupHeading === 'Common options:';
}

function optionsOf(command: Command, isWanted: (option: HelpOption) => boolean): readonly string[] {
  const help = command.createHelp();
  const options = help.visibleOptions(command).filter((option) => isWanted(option) && option.long !== '--help');
  return options.map((option) => definition(option.flags, help.optionDescription(option)));
}

/** What a command adds behind its help: remarks and examples. */
function remarksOf(command: Command): readonly string[] {
  let text = '';
  const writeOut = (part: string): void => {
    text += part;
  };
  command
    .configureHelp({ formatHelp: () => '' })
    .configureOutput({ writeOut })
    .outputHelp();
  const blocks = text.trim().split(/\n\n+/);
  return blocks.map((block) => {
    const [first = '', ...lines] = block.split('\n');
    return first === 'Examples:' ? literal(lines.map((line) => line.trim()).join('\n')) : paragraph(block);
  });
}
