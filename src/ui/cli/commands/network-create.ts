import { Command, Option } from 'commander';
import type { NetworkIsolation } from '../../../core/api/index.ts';
import { parsePairs } from '../../input/values.ts';
import { collect, wholeNumber } from '../common-options.ts';
import { examples, type Invoke } from '../invoke.ts';
import { networkJson } from '../present/network-json.ts';

interface CreateFlags {
  readonly subnet?: readonly string[];
  readonly gateway?: readonly string[];
  readonly ipRange?: readonly string[];
  readonly ipv6?: boolean;
  readonly isolation?: NetworkIsolation;
  readonly internal?: boolean;
  readonly mtu?: number;
  readonly label?: readonly string[];
}

export function networkCreateCommand(invoke: Invoke): Command {
  return new Command('create')
    .description('Make a network: a bridge with addresses of its own, on which containers find each other by name')
    .argument('<name>', 'its name: letters, digits, and _ . - after the first')
    .option('--subnet <subnet>', 'its addresses, one of IPv4 and one of IPv6 (default: a free IPv4 one)', collect)
    .option('--gateway <address>', "the host's address in a subnet (default: the first)", collect)
    .option('--ip-range <subnet>', 'the part of a subnet that addresses are given from (default: all)', collect)
    .option('--ipv6', 'give it an IPv6 subnet of its own as well')
    .addOption(
      new Option('--isolation <whom>', 'whom containers cannot reach: other networks, all but this host, nobody')
        .choices(['networks', 'internal', 'none'])
        .default(undefined, 'networks'),
    )
    .option('--internal', 'the same as --isolation internal')
    .option('--mtu <bytes>', "largest packet (default: the kernel's)", wholeNumber)
    .option('-l, --label <key=value>', 'attach a label (repeatable)', collect)
    .addHelpText(
      'after',
      examples([
        'conmanctl network create backend',
        'conmanctl network create --subnet 10.90.0.0/24 --ipv6 lab',
        'conmanctl network create --internal vault',
      ]),
    )
    .action(
      invoke(async (call, name: string, flags: CreateFlags) => {
        const isolation = flags.isolation ?? (flags.internal ? 'internal' : undefined);
        const network = await (await call.engine()).createNetwork({
          name,
          subnets: flags.subnet,
          gateways: flags.gateway,
          ranges: flags.ipRange,
          ipv6: flags.ipv6,
          isolation,
          mtu: flags.mtu,
          labels: flags.label && parsePairs(flags.label, 'a label'),
        });
        await (call.wantsJson ? call.json({ network: networkJson(network) }) : call.print(name));
        if (network.message !== '') await call.note(network.message);
      }),
    );
}
