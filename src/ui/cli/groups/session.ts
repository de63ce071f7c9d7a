import type { Command } from 'commander';
import { execAttachCommand, execKillCommand, execListCommand } from '../commands/exec-sessions.ts';
import type { Invoke } from '../invoke.ts';
import { group } from './group.ts';

const sessionCommands = [execListCommand, execAttachCommand, execKillCommand];

export function sessionGroup(invoke: Invoke): Command {
  const session = group('session', 'What `exec` runs: it goes on when its client has left', [
    'conmanctl exec -it web -- sh    # Ctrl-p Ctrl-q leaves it',
    'conmanctl session list',
    'conmanctl session attach 4f0c',
  ]);
  for (const make of sessionCommands) session.addCommand(make(invoke));
  return session;
}
