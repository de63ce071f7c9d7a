import { displayText } from '../../words/display-text.ts';
import { requireThat } from '../invocation.ts';

/** What is printed for one thing. */
export type Formatter = (value: object) => string;

export interface FormatOptions {
  /** Where it goes is a terminal: strangers' text in it must not be obeyed. */
  readonly terminal: boolean;
}

const placeholder = /\{\{(.*?)\}\}/g;
const expression = /^(json )?\.((?:[\w-]+|"[^"]+")(?:\.(?:[\w-]+|"[^"]+"))*)?$/;

export const formatDescription = 'text with {{.field}} and {{json .field}} in it, or "json"';

/**
 * What docker's users write after `--format`, as far as it names fields: text with `{{.field}}`, `{{.some.field}}`,
 * `{{.labels."with.dots"}}`, `{{json .field}}`, and `\t` and `\n`; `json` alone is `{{json .}}`. Names are found whatever
 * their case. Lists are joined by blanks. Other actions of Go's templates are refused: that is jq's job.
 */
export function parseFormat(format: string, { terminal }: FormatOptions): Formatter {
  const text = format === 'json' ? '{{json .}}' : format.replaceAll('\\t', '\t').replaceAll('\\n', '\n');
  const rest = text.replace(placeholder, '');
  requireThat(!/\{\{|\}\}/.test(rest), `--format ${format} is not understood: {{ and }} do not pair`);
  for (const [, inside = ''] of text.matchAll(placeholder)) expectExpression(inside.trim());
  return (value) =>
    text.replace(placeholder, (_, inside: string) => {
      const printed = evaluate(inside.trim(), value);
      return terminal ? displayText(printed) : printed;
    });
}

function expectExpression(inside: string): void {
  requireThat(
    expression.test(inside),
    `--format does not know {{${inside}}}`,
    'There are {{.field}} and {{json .field}}; for more, pipe --output json to jq.',
  );
}

function evaluate(inside: string, value: object): string {
  const [, json, path = ''] = expression.exec(inside) ?? [];
  const names = [...path.matchAll(/"([^"]+)"|[\w-]+/g)].map(([bare, quoted]) => quoted ?? bare);
  let found: unknown = value;
  for (const [depth, name] of names.entries()) {
    const known = fieldOf(found, name);
    // Further down a name may be a key of somebody's own, such as a label, that not all have.
    const hint = `There are: ${Object.keys(value).join(', ')}.`;
    requireThat(known !== undefined || depth > 0, `there is no field "${name}" to format`, hint);
    found = known?.value;
  }
  return json === undefined ? plainText(found) : (JSON.stringify(found) ?? 'null');
}

function fieldOf(value: unknown, name: string): { readonly value: unknown } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value);
  const wanted = name.toLowerCase();
  const entry = entries.find(([key]) => key === name) ?? entries.find(([key]) => key.toLowerCase() === wanted);
  return entry && { value: entry[1] };
}

function plainText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join(' ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
