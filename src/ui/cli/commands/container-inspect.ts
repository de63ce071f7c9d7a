import { Command } from 'commander';
import { formatDescription } from '../format/format.ts';
import { inspectionPrinter } from '../format/inspection-printer.ts';
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
        const print = inspectionPrinter(call, format);
        const engine = await call.engine();
        for (const ref of refs) await print(await engine.inspectContainer(ref));
      }),
    );
}
