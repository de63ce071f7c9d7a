import { ConmanError } from '../../../../core/errors/index.ts';
import { parsePairs } from '../../../input/values.ts';
import type { ViewBinding } from '../../keys/binding.ts';
import { noConnection } from '../../keys/reasons.ts';
import type { Dialog, Menu } from '../../state/dialog.ts';
import { type Intent, operate } from '../../state/intent.ts';
import { pendingOperation } from '../../state/selectors.ts';
import { emptyTextField } from '../../state/text-field.ts';
import { opening, pruneKey } from '../opening-key.ts';
import type { ListedVolume } from './listed-volume.ts';

/** `data`, or `data app=shop`: a name, then its labels. */
function createIntent(text: string): Intent | string {
  const [name = '', ...pairs] = text.split(/\s+/).filter(Boolean);
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/.test(name)) {
    return 'a name has 1 to 128 letters, digits, _ . - and begins with a letter or digit';
  }
  try {
    return operate({ kind: 'create-volume', name, labels: parsePairs(pairs, 'a label') });
  } catch (error) {
    return ConmanError.from(error).message;
  }
}

/** What to look for; what is found is told before anything is removed. */
const pruneMenu: Menu = {
  kind: 'menu',
  title: 'Look for volumes that no container has',
  index: 0,
  items: [
    {
      label: 'anonymous ones',
      note: 'that were made for one container',
      choice: operate({ kind: 'try-prune-volumes', all: false }),
    },
    {
      label: 'all of them',
      note: 'also those that have a name',
      choice: operate({ kind: 'try-prune-volumes', all: true }),
    },
  ],
};

function removeQuestion(volumes: readonly ListedVolume[]): Dialog {
  const [only] = volumes;
  const isOne = volumes.length === 1;
  return {
    ...{ kind: 'confirm', verb: 'Remove', yes: false },
    question: isOne ? `Remove the volume ${only?.name}?` : `Remove ${volumes.length} volumes?`,
    consequences: isOne
      ? [`All that is in it is lost: ${only?.mountpoint}`]
      : [volumes.map(({ name }) => name).join(', '), 'All that is in them is lost. One that a container has is kept.'],
    choice: operate(...volumes.map(({ name }) => ({ kind: 'remove-volume', itemId: name, name }) as const)),
  };
}

/** Why none of them can be removed. */
function notRemovable(volumes: readonly ListedVolume[]): string | undefined {
  if (volumes.length === 0 || volumes.some(({ users }) => users.length === 0)) return undefined;
  const [only] = volumes;
  return volumes.length === 1
    ? `${only?.users.join(', ')} ${only?.users.length === 1 ? 'has' : 'have'} it: remove the container first`
    : 'containers have them all';
}

export const volumeBindings: readonly ViewBinding<ListedVolume>[] = [
  {
    name: 'create',
    chords: ['n'],
    description: 'make a volume',
    hint: 'new',
    ...opening(() => ({
      ...{ kind: 'prompt', title: 'New volume', label: 'Name', field: emptyTextField, problem: undefined },
      note: 'data, or with labels: data app=shop',
      answer: createIntent,
    })),
  },
  {
    name: 'remove',
    chords: ['d'],
    description: 'remove it with all that is in it (asks)',
    hint: 'remove',
    changes: true,
    disabled: (state, volumes) =>
      noConnection(state) ??
      (volumes.every(({ name }) => pendingOperation(state, name)) ? 'it is being removed' : notRemovable(volumes)),
    act: (_, volumes) => ({ kind: 'open', dialog: removeQuestion(volumes) }),
  },
  pruneKey(pruneMenu, 'remove what no container has; says first what that frees, and asks'),
];
