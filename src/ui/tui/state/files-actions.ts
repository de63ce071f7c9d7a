import { posix } from 'node:path';
import { localPath } from '../../input/local-path.ts';
import type { AppState } from './app-state.ts';
import type { Prompt } from './dialog.ts';
import type { FilesChange } from './effect.ts';
import { operate } from './intent.ts';
import type { Message } from './message.ts';
import { textField } from './text-field.ts';
import { to } from './transition.ts';

/** Asks where on the host the copy goes to, or comes from. */
export function copyPrompt(
  state: AppState,
  { direction, containerId, path }: Extract<Message, { readonly kind: 'ask-copy' }>,
): Prompt {
  const { workingDirectory } = state;
  const isOut = direction === 'copy-out';
  return {
    kind: 'prompt',
    title: isOut ? `Copy ${path} to the host` : `Copy into ${path}`,
    label: isOut ? 'To' : 'From',
    field: textField(isOut ? posix.join(workingDirectory, posix.basename(path)) : ''),
    note: isOut ? 'a path of this machine' : `a file or directory of this machine; paths begin in ${workingDirectory}`,
    problem: undefined,
    path: 'path',
    answer(text) {
      if (text.trim() === '') return 'a path is needed';
      return isOut
        ? operate({ kind: 'copy-out', containerId, path, target: localPath(text, state) })
        : operate({ kind: 'copy-in', containerId, source: localPath(text, state), directory: path });
    },
  };
}

const change = (kind: FilesChange) => (state: AppState) => to(state, { kind: 'files', change: kind });

export const filesActions = {
  'files-open': change('open'),
  'files-up': change('up'),
  'files-again': change('again'),
  'files-compare': change('compare'),
  'files-copy-out': change('copy-out'),
  'files-copy-in': change('copy-in'),
};
