import type { Command } from 'commander';
import { createProgram } from './program.ts';

const columns = 100;

/** Every command's help as a page of the documentation. */
export function commandReferenceMarkdown(): string {
  const program = createProgram(() => async () => undefined);
  const sections = [program, ...program.commands.flatMap(withChildren)].map((command) => {
    const help = helpOf(command, program);
    return `## ${[...ancestors(command), command].map((each) => each.name()).join(' ')}\n\n\`\`\`\n${help}\n\`\`\`\n`;
  });
  const preface = 'Made from the commands themselves by `scripts/check-docs --write`.';
  return ['# Commands of conmanctl', '', preface, '', sections.join('\n')].join('\n');
}

/** The short forms at the top level say nothing new. */
function withChildren(command: Command): readonly Command[] {
  if (command.commands.length > 0) return [command, ...command.commands];
  return ['events', 'version', 'completion'].includes(command.name()) ? [command] : [];
}

function ancestors(command: Command): readonly Command[] {
  return command.parent === null ? [] : [...ancestors(command.parent), command.parent];
}

function helpOf(command: Command, program: Command): string {
  let text = '';
  command.copyInheritedSettings(program);
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => columns,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text.trimEnd();
}
