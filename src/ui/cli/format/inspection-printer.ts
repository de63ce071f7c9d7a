import type { Invocation } from '../invocation.ts';
import { type Formatter, parseFormat } from './format.ts';

/** Prints everything known about a thing: as indented JSON, or as `--format` says. */
export function inspectionPrinter(call: Invocation, format: string | undefined): (inspection: object) => Promise<void> {
  const terminal = call.context.stdout.isTTY === true;
  const text: Formatter = format === undefined ? indentedJson : parseFormat(format, { terminal });
  return (inspection) => call.print(text(inspection));
}

/** Control characters of strangers' text are escapes in JSON, but for C1 and the invisible ones: those become some too. */
function indentedJson(value: object): string {
  const json = JSON.stringify(value, undefined, 2);
  return json.replace(/[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
