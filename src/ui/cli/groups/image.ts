import type { Command } from 'commander';
import { imageExportCommand } from '../commands/image-export.ts';
import { imageHistoryCommand } from '../commands/image-history.ts';
import { imageImportCommand } from '../commands/image-import.ts';
import { imageInspectCommand } from '../commands/image-inspect.ts';
import { imageListCommand } from '../commands/image-list.ts';
import { imageLoadCommand } from '../commands/image-load.ts';
import { imageLoginCommand } from '../commands/image-login.ts';
import { imageLogoutCommand } from '../commands/image-logout.ts';
import { imagePruneCommand } from '../commands/image-prune.ts';
import { imagePullCommand } from '../commands/image-pull.ts';
import { imagePullsCommand } from '../commands/image-pulls.ts';
import { imagePushCommand } from '../commands/image-push.ts';
import { imageRemoveCommand } from '../commands/image-remove.ts';
import { imageSaveCommand } from '../commands/image-save.ts';
import { imageTagCommand } from '../commands/image-tag.ts';
import { imageVerifyCommand } from '../commands/image-verify.ts';
import type { Invoke } from '../invoke.ts';
import { group } from './group.ts';

const imageCommands = [
  (invoke: Invoke) => imageListCommand(invoke, 'list').alias('ls'),
  imagePullCommand,
  imageInspectCommand,
  imageRemoveCommand,
  imageHistoryCommand,
  imageTagCommand,
  imagePruneCommand,
  imageVerifyCommand,
  imageSaveCommand,
  imageLoadCommand,
  imageExportCommand,
  imageImportCommand,
  imagePushCommand,
  imageLoginCommand,
  imageLogoutCommand,
  imagePullsCommand,
];

/** What docker's users write without `image`. */
export const imageShortcuts = [(invoke: Invoke) => imageListCommand(invoke, 'images'), imagePullCommand];

export function imageGroup(invoke: Invoke): Command {
  const image = group('image', 'Images that containers are made from', [
    'conmanctl image pull alpine',
    'conmanctl image list',
  ]);
  for (const make of imageCommands) image.addCommand(make(invoke));
  return image;
}
