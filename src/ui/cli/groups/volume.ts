import type { Command } from 'commander';
import {
  volumeCreateCommand,
  volumeInspectCommand,
  volumeListCommand,
  volumePruneCommand,
  volumeRemoveCommand,
} from '../commands/volume.ts';
import type { Invoke } from '../invoke.ts';
import { group } from './group.ts';

const volumeCommands = [
  volumeCreateCommand,
  volumeListCommand,
  volumeInspectCommand,
  volumeRemoveCommand,
  volumePruneCommand,
];

export function volumeGroup(invoke: Invoke): Command {
  const volume = group('volume', 'Directories that outlive containers', [
    'conmanctl volume list',
    'conmanctl run -v data:/data --rm busybox -- ls /data',
  ]);
  for (const make of volumeCommands) volume.addCommand(make(invoke));
  return volume;
}
