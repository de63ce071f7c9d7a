import type { Command } from 'commander';
import { daemonStartCommand, daemonStatusCommand, daemonStopCommand } from '../commands/daemon.ts';
import type { Invoke } from '../invoke.ts';
import { group } from './group.ts';

const daemonCommands = [daemonStartCommand, daemonStopCommand, daemonStatusCommand];

export function daemonGroup(invoke: Invoke): Command {
  const daemon = group('daemon', 'conmand itself', ['conmanctl daemon status']);
  for (const make of daemonCommands) daemon.addCommand(make(invoke));
  return daemon;
}
