import { Command } from 'commander';
import { formatDescription, parseFormat } from '../format/format.ts';
import { examples, type Invoke, refDescription } from '../invoke.ts';

export function containerInspectCommand(invoke: Invoke): Command {
  return new Command('inspect')
    .description('Show everything known about containers, as indented JSON')
    .argument('<ref...>', refDescription)
    .option('-f, --format <text>', `a line for each instead: ${formatDescription}`)
    .addHelpText(
      'after',
      examples([
        'conmanctl container inspect web',
        "conmanctl container inspect -f '{{.pid}} {{.rootfs.mountpoint}}' web",
        'conmanctl container inspect web | jq .spec.mounts',
      ]),
    )
    .action(
      invoke(async (call, refs: readonly string[], { format }: { format?: string }) => {
        const terminal = call.context.stdout.isTTY === true;
        const print = format === undefined ? indentedJson : parseFormat(format, { terminal });
        const engine = await call.engine();
        for (const ref of refs) {
          const inspection = await engine.inspectContainer(ref);
          await call.print(print(inspection));
        }
      }),
    );
}

/** Control characters of strangers' text are escapes in JSON, but for C1 and the invisible ones. */
export function indentedJson(value: object): string {
  return escapeInvisible(JSON.stringify(value, undefined, 2));
}

/** The same JSON value, with everything that a terminal would not show as text written as an escape. */
function escapeInvisible(json: string): string {
  return json.replace(/[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
