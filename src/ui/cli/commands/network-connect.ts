import { Command } from 'commander';
import { collect } from '../common-options.ts';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { emptyJson } from '../present/contract-json.ts';
import { networkDescription } from './network-inspect.ts';

interface ConnectFlags {
  readonly alias?: readonly string[];
  readonly ip?: string;
  readonly ip6?: string;
  readonly macAddress?: string;
}

export function networkConnectCommand(invoke: Invoke): Command {
  return new Command('connect')
    .description('Put a container on a network, now if it runs and at each later start')
    .argument('<network>', networkDescription)
    .argument('<ref>', refDescription)
    .option('--alias <name>', 'a further name there (repeatable)', collect)
    .option('--ip <address>', 'its IPv4 address there (default: a free one)')
    .option('--ip6 <address>', 'its IPv6 address there')
    .option('--mac-address <address>', 'its hardware address there')
    .addHelpText('after', examples(['conmanctl network connect --alias db backend postgres-1']))
    .action(
      invoke(async (call, network: string, ref: string, flags: ConnectFlags) => {
        const addresses = [flags.ip, flags.ip6].filter((address) => address !== undefined);
        const { alias: aliases, macAddress: mac } = flags;
        await (await call.engine()).connectNetwork(ref, { network, aliases, addresses, mac });
        await (call.wantsJson ? call.json(emptyJson) : call.print(ref));
      }),
    );
}

export function networkDisconnectCommand(invoke: Invoke): Command {
  return new Command('disconnect')
    .description('Take a container off a network')
    .argument('<network>', networkDescription)
    .argument('<ref>', refDescription)
    .addHelpText('after', examples(['conmanctl network disconnect backend postgres-1']))
    .action(
      invoke(async (call, network: string, ref: string) => {
        await (await call.engine()).disconnectNetwork(ref, network);
        await (call.wantsJson ? call.json(emptyJson) : call.print(ref));
      }),
    );
}
