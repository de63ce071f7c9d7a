/** Requests of man(7), as text. Each piece ends with a newline. */

/** A dot or quote at the beginning of a line would be a request, a backslash an escape; `-` is a minus to copy from. */
export function escapeRoff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/gm, '\\&');
}

export interface PageTitle {
  readonly name: string;
  readonly section: 1 | 8;
  /** One line, without a full stop. */
  readonly summary: string;
}

export function pageHead({ name, section, summary }: PageTitle): string {
  const origin = `.\\" Made from the program itself by scripts/check-docs --write.\n`;
  return `${origin}.TH ${name.toUpperCase()} ${section} "" conman "conman manual"\n${heading('NAME')}${escapeRoff(name)} \\- ${escapeRoff(summary)}\n`;
}

export function heading(text: string): string {
  return `.SH "${escapeRoff(text)}"\n`;
}

export function subheading(text: string): string {
  return `.SS "${escapeRoff(text)}"\n`;
}

export function paragraph(text: string): string {
  return `.PP\n${escapeRoff(text)}\n`;
}

/** Shown as it is, in a fixed width. */
export function literal(text: string): string {
  return `.PP\n.EX\n${escapeRoff(text)}\n.EE\n`;
}

export function definition(term: string, description: string): string {
  return `.TP\n\\fB${escapeRoff(term)}\\fR\n${escapeRoff(description)}\n`;
}

export function seeAlso(...pages: readonly string[]): string {
  return `${heading('SEE ALSO')}${pages.map((page) => page.replace(/^(.*)\((\d)\)$/, '.BR $1 ($2)')).join(' ,\n')}\n`;
}
