import type { ViewBinding } from '../../keys/binding.ts';
import { operate } from '../../state/intent.ts';
import { pruneMenu } from '../images/prune-menu.ts';
import { opening, pruneKey } from '../opening-key.ts';
import type { SystemFact } from './view.ts';

export const systemBindings: readonly ViewBinding<SystemFact>[] = [
  {
    name: 'restart',
    chords: ['r'],
    description: 'restart conmand: containers run on, shells end (asks)',
    hint: 'restart conmand',
    ...opening((state) => {
      const shells = [...state.execs.values()].filter(({ exit }) => exit === undefined).length;
      return {
        ...{ kind: 'confirm', question: 'Restart conmand?', verb: 'Restart', yes: false },
        consequences: [
          'Containers run on. It is away for a moment.',
          ...(shells === 0 ? [] : [shells === 1 ? 'A shell ends with it.' : `${shells} shells end with it.`]),
        ],
        choice: operate({ kind: 'restart-daemon', force: shells > 0 }),
      };
    }),
  },
  pruneKey(pruneMenu, 'remove what nobody needs; says first what that frees, and asks'),
];
