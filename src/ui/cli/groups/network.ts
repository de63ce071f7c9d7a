import type { Command } from 'commander';
import { networkCheckCommand } from '../commands/network-check.ts';
import { networkConnectCommand, networkDisconnectCommand } from '../commands/network-connect.ts';
import { networkCreateCommand } from '../commands/network-create.ts';
import { networkInspectCommand } from '../commands/network-inspect.ts';
import { networkListCommand } from '../commands/network-list.ts';
import { networkPruneCommand, networkRemoveCommand } from '../commands/network-remove.ts';
import type { Invoke } from '../invoke.ts';
import { group } from './group.ts';

const networkCommands = [
  networkListCommand,
  networkCreateCommand,
  networkInspectCommand,
  networkRemoveCommand,
  networkPruneCommand,
  networkConnectCommand,
  networkDisconnectCommand,
  networkCheckCommand,
];

export function networkGroup(invoke: Invoke): Command {
  const network = group('network', 'Networks that containers are on', [
    'conmanctl network create backend',
    'conmanctl run -d --name db --network backend postgres',
  ]);
  for (const make of networkCommands) network.addCommand(make(invoke));
  return network;
}
