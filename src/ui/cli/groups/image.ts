import type { Command } from 'commander';
import { imageInspectCommand } from '../commands/image-inspect.ts';
import { imageListCommand } from '../commands/image-list.ts';
import { imagePullCommand } from '../commands/image-pull.ts';
import { imageRemoveCommand } from '../commands/image-remove.ts';
import type { Invoke } from '../invoke.ts';
import { group } from './group.ts';

const imageCommands = [
  (invoke: Invoke) => imageListCommand(invoke, 'list').alias('ls'),
  imagePullCommand,
  imageInspectCommand,
  imageRemoveCommand,
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
