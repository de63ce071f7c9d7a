import type { Command } from 'commander';
import { daemonStartCommand, daemonStatusCommand, daemonStopCommand } from '../commands/daemon.ts';
import { daemonLogsCommand } from '../commands/daemon-logs.ts';
import { daemonMetricsCommand } from '../commands/daemon-metrics.ts';
import { daemonRestartCommand } from '../commands/daemon-restart.ts';
import type { Invoke } from '../invoke.ts';
import { group } from './group.ts';

const daemonCommands = [
  daemonStartCommand,
  daemonStopCommand,
  daemonRestartCommand,
  daemonStatusCommand,
  daemonLogsCommand,
  daemonMetricsCommand,
];

export function daemonGroup(invoke: Invoke): Command {
  const daemon = group('daemon', 'conmand itself', ['conmanctl daemon status']);
  for (const make of daemonCommands) daemon.addCommand(make(invoke));
  return daemon;
}
