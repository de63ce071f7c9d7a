import { Command } from 'commander';
import { displayText } from '../../words/display-text.ts';
import { collect } from '../common-options.ts';
import { containerFilter, filterDescription } from '../filter/container-filter.ts';
import { examples, type Invoke } from '../invoke.ts';
import { confirm } from '../session/confirm.ts';
import { forEachRef } from './for-each-ref.ts';

interface PruneFlags {
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly filter?: readonly string[];
}

export function containerPruneCommand(invoke: Invoke): Command {
  return new Command('prune')
    .description('Remove all containers that do not run, with their logs and files; asks first')
    .option('-f, --force', 'do not ask')
    .option('--dry-run', 'only say which would go')
    .option('--filter <key=value>', filterDescription, collect)
    .addHelpText(
      'after',
      examples(['conmanctl container prune', 'conmanctl container prune -f --filter label=ci --filter state=exited']),
    )
    .action(
      invoke(async (call, { force = false, dryRun = false, filter = [] }: PruneFlags) => {
        const isWanted = containerFilter(filter);
        const engine = await call.engine();
        const ended = (await engine.listContainers()).filter(
          (container) => (container.state === 'exited' || container.state === 'created') && isWanted(container),
        );
        if (ended.length > 0) {
          if (dryRun)
            return await forEachRef(
              call,
              ended.map(({ name }) => name),
              async () => undefined,
            );
          const names = ended.map(({ name }) => displayText(name)).join(', ');
          if (!(await confirm(call, `Remove ${names}?`, { force }))) return 1;
        } else if (!call.wantsJson) await call.note('There is none to remove.');
        return await forEachRef(
          call,
          ended.map(({ id }) => id),
          async (id) => {
            await engine.removeContainer(id);
            return { json: { containerId: id }, line: ended.find((container) => container.id === id)?.name ?? id };
          },
        );
      }),
    );
}
