import { Command } from 'commander';
import type { NetworkSummary } from '../../../core/api/index.ts';
import { examples, type Invoke } from '../invoke.ts';
import { networksJson } from '../present/network-json.ts';
import { type Column, tableLines } from '../present/table.ts';

export function networkListCommand(invoke: Invoke): Command {
  return new Command('list')
    .alias('ls')
    .description('List the networks, and who is on them')
    .option('-q, --quiet', 'names only')
    .addHelpText('after', examples(['conmanctl network list', 'conmanctl network list --output json']))
    .action(
      invoke(async (call, { quiet = false }: { quiet?: boolean }) => {
        const networks = await (await call.engine()).listNetworks();
        if (quiet) {
          for (const { name } of networks) await call.print(name);
          return;
        }
        if (call.wantsJson) return await call.json(networksJson(networks));
        const { stdout } = call.context;
        const width = stdout.isTTY ? stdout.columns : undefined;
        await call.print(tableLines(networks, columns, { width, heading: call.palette.heading }).join('\n'));
        for (const { name, message } of networks) if (message !== '') await call.note(`network ${name}: ${message}`);
      }),
    );
}

const columns: readonly Column<NetworkSummary>[] = [
  { title: 'NAME', text: ({ name, isDefault }) => (isDefault ? `${name} (default)` : name), leastWidth: 12 },
  { title: 'DRIVER', text: ({ driver, source }) => (source === 'cni' ? `${driver} (cni)` : driver) },
  { title: 'SUBNETS', text: ({ subnets }) => subnets.join(' ') },
  { title: 'ISOLATION', text: ({ isolation }) => isolation },
  { title: 'BRIDGE', text: ({ bridge }) => bridge },
  { title: 'CONTAINERS', text: ({ containers }) => containers.join(' '), leastWidth: 10 },
];
