import type { Command } from 'commander';
import { systemDiskCommand, systemPruneCommand } from '../commands/system.ts';
import { systemInfoCommand } from '../commands/system-info.ts';
import type { Invoke } from '../invoke.ts';
import { group } from './group.ts';

const systemCommands = [systemInfoCommand, systemDiskCommand, systemPruneCommand];

export function systemGroup(invoke: Invoke): Command {
  const system = group('system', 'The daemon, and what takes room on disk', ['conmanctl system df']);
  for (const make of systemCommands) system.addCommand(make(invoke));
  return system;
}
