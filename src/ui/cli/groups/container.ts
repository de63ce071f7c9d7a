import type { Command } from 'commander';
import { containerCheckpointCommand } from '../commands/checkpoint.ts';
import { containerAttachCommand } from '../commands/container-attach.ts';
import { containerCommitCommand } from '../commands/container-commit.ts';
import { containerCopyCommand } from '../commands/container-copy.ts';
import { containerCreateCommand } from '../commands/container-create.ts';
import { containerDebugCommand } from '../commands/container-debug.ts';
import { containerDiffCommand } from '../commands/container-diff.ts';
import { containerExecCommand } from '../commands/container-exec.ts';
import { containerExportCommand } from '../commands/container-export.ts';
import { containerInspectCommand } from '../commands/container-inspect.ts';
import { containerKillCommand } from '../commands/container-kill.ts';
import { containerListCommand } from '../commands/container-list.ts';
import { containerLogsCommand } from '../commands/container-logs.ts';
import { containerPauseCommand } from '../commands/container-pause.ts';
import { containerPortCommand } from '../commands/container-port.ts';
import { containerPruneCommand } from '../commands/container-prune.ts';
import { containerRemoveCommand } from '../commands/container-remove.ts';
import { containerRenameCommand } from '../commands/container-rename.ts';
import { containerRestartCommand } from '../commands/container-restart.ts';
import { containerRestoreCommand } from '../commands/container-restore.ts';
import { containerResumeCommand } from '../commands/container-resume.ts';
import { containerRunCommand } from '../commands/container-run.ts';
import { containerStartCommand } from '../commands/container-start.ts';
import { containerStatsCommand } from '../commands/container-stats.ts';
import { containerStatusCommand } from '../commands/container-status.ts';
import { containerStopCommand } from '../commands/container-stop.ts';
import { containerTopCommand } from '../commands/container-top.ts';
import { containerUpdateCommand } from '../commands/container-update.ts';
import { containerWaitCommand } from '../commands/container-wait.ts';
import type { Invoke } from '../invoke.ts';
import { group } from './group.ts';

/** Each is there twice: `container X`, and `X` as docker's users write it. */
export const containerCommands = [
  containerCreateCommand,
  containerRunCommand,
  containerStartCommand,
  containerStopCommand,
  containerRestartCommand,
  containerKillCommand,
  containerPauseCommand,
  containerResumeCommand,
  containerWaitCommand,
  containerRenameCommand,
  containerUpdateCommand,
  containerRemoveCommand,
  containerListCommand,
  containerStatusCommand,
  containerTopCommand,
  containerPortCommand,
  containerStatsCommand,
  containerInspectCommand,
  containerLogsCommand,
  containerAttachCommand,
  containerExecCommand,
  containerDebugCommand,
  containerCopyCommand,
  containerDiffCommand,
  containerCommitCommand,
  containerExportCommand,
  containerRestoreCommand,
];

export function containerGroup(invoke: Invoke): Command {
  const container = group('container', 'Containers: create, start, watch and remove them', [
    'conmanctl container create --image busybox job -- sleep 100',
    'conmanctl container list',
  ]);
  for (const make of [...containerCommands, containerCheckpointCommand, containerPruneCommand])
    container.addCommand(make(invoke));
  return container;
}
