import type { ViewBinding } from '../../keys/binding.ts';
import { noConnection } from '../../keys/reasons.ts';
import { operate } from '../../state/intent.ts';
import { pruneMenu } from '../images/prune-menu.ts';
import type { SystemFact } from './view.ts';

export const systemBindings: readonly ViewBinding<SystemFact>[] = [
  {
    name: 'restart',
    chords: ['r'],
    description: 'restart conmand: containers run on, shells end (asks)',
    hint: 'restart conmand',
    changes: true,
    needsNothing: true,
    disabled: noConnection,
    act: (state) => {
      const shells = [...state.execs.values()].filter(({ exit }) => exit === undefined).length;
      return {
        kind: 'open',
        dialog: {
          ...{ kind: 'confirm', question: 'Restart conmand?', verb: 'Restart', yes: false },
          consequences: [
            'Containers run on. It is away for a moment.',
            ...(shells === 0 ? [] : [shells === 1 ? 'A shell ends with it.' : `${shells} shells end with it.`]),
          ],
          choice: operate({ kind: 'restart-daemon', force: shells > 0 }),
        },
      };
    },
  },
  {
    name: 'prune',
    chords: ['P'],
    description: 'remove what nobody needs; says first what that frees, and asks',
    hint: 'prune',
    changes: true,
    needsNothing: true,
    disabled: noConnection,
    act: () => ({ kind: 'open', dialog: pruneMenu }),
  },
];
