import { definition, heading, literal, paragraph } from './roff.ts';

const optionLine = /^ {2,6}(-\S.*?) {2,}(\S.*)$/;
const headingLine = /^(\w+):$/;

/** The body of a manual page from the text that `--help` prints: a usage line, paragraphs, options, examples. */
export function usageBody(usage: string): string {
  const [synopsis = '', ...blocks] = usage.trim().split(/\n\n+/);
  const body = blocks.map((block) => blockToRoff(block.split('\n')));
  return [heading('SYNOPSIS'), literal(synopsis.replace(/^Usage: /, '')), heading('DESCRIPTION'), ...body].join('');
}

function blockToRoff(lines: readonly string[]): string {
  const [, title] = headingLine.exec(lines[0] ?? '') ?? [];
  if (title !== undefined) return heading(title.toUpperCase()) + blockToRoff(lines.slice(1));
  const options = lines.map((line) => optionLine.exec(line));
  if (options.every((option) => option !== null)) {
    return options.map(([, flags = '', description = '']) => definition(flags, description)).join('');
  }
  return lines.every((line) => line.startsWith('  '))
    ? literal(lines.map((line) => line.trim()).join('\n'))
    : paragraph(lines.join('\n'));
}
