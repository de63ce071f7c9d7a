import { posix } from 'node:path';
import type { ImageSummary } from '../../../../core/api/index.ts';
import { type LocalPlaces, localPath } from '../../../input/local-path.ts';
import { splitShellWords } from '../../../words/shell-words.ts';
import { archiveName } from '../../operations/image-archives.ts';
import type { AppState } from '../../state/app-state.ts';
import type { Prompt } from '../../state/dialog.ts';
import { type Intent, operate } from '../../state/intent.ts';
import { emptyTextField, textField } from '../../state/text-field.ts';

export function savePrompt(state: AppState, images: readonly ImageSummary[]): Prompt {
  const names = images.map(({ name }) => name);
  const about = images.length === 1 ? (names[0] ?? '') : `${names.length} images`;
  return {
    ...{ kind: 'prompt', title: `Save ${about}`, label: 'To', problem: undefined },
    field: textField(posix.join(state.workingDirectory, archiveName(names))),
    note: 'a new file of this machine',
    path: 'path',
    answer: (text) =>
      text.trim() === ''
        ? 'a file needs a name'
        : operate({ kind: 'save-images', name: about, images: names, target: localPath(text, state) }),
  };
}

export function loadPrompt(state: AppState): Prompt {
  return {
    ...{ kind: 'prompt', title: 'Load images', label: 'From', field: emptyTextField, problem: undefined },
    note: 'an archive or OCI layout; then, if it has none, a name',
    path: 'words',
    answer: (text) => loadIntent(text, state),
  };
}

/** `images.tar`, or `layout fromdir:1`: a path, quoted if it has blanks, then a name. */
function loadIntent(text: string, places: LocalPlaces): Intent | string {
  const words = splitShellWords(text);
  if (!words.ok) return words.problem;
  const [path, imageName, ...others] = words.words;
  if (path === undefined) return 'a path is needed';
  if (others.length > 0) return 'a path, then a name: a path with blanks is put in quotes';
  return operate({ kind: 'load-images', source: localPath(path, places), imageName });
}
