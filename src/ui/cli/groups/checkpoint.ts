import type { Command } from 'commander';
import { checkpointCreateCommand, checkpointListCommand, checkpointRemoveCommand } from '../commands/checkpoint.ts';
import type { Invoke } from '../invoke.ts';
import { group } from './group.ts';

const checkpointCommands = [checkpointCreateCommand, checkpointListCommand, checkpointRemoveCommand];

export function checkpointGroup(invoke: Invoke): Command {
  const checkpoint = group('checkpoint', 'What runs in containers, written down by criu to go on from', [
    'conmanctl checkpoint create web before-upgrade --stop',
    'conmanctl restore web before-upgrade',
  ]);
  for (const make of checkpointCommands) checkpoint.addCommand(make(invoke));
  return checkpoint;
}
