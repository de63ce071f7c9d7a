import { sizeText } from '../../words/size.ts';
import type { OperationResult } from '../operations/operation.ts';
import type { AppState } from './app-state.ts';
import { flash } from './flash.ts';
import { operate } from './intent.ts';
import { type Transition, to } from './transition.ts';

type Prune = Extract<OperationResult, { readonly kind: 'prune' }>;

/** Names told one by one; more are counted. */
const mostNames = 6;

/** What will go, and how much that frees. A dialog that was opened meanwhile is left alone. */
export function askPrune(state: AppState, { items, operation }: Prune): Transition {
  if (items.length === 0) return flash(state, 'info', 'nothing is left over');
  if (state.dialog) return to(state);
  const freed = items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  // Layers and content have digests for names: those are counted.
  const named = items.filter(({ kind }) => kind === 'image' || kind === 'volume').map(({ id }) => id);
  const others = items.length - named.length;
  const more = named.length - mostNames;
  return to({
    ...state,
    dialog: {
      kind: 'confirm',
      question: `Remove what nobody needs, and free ${sizeText(freed)}?`,
      consequences: [
        ...(named.length > 0 ? [`${named.slice(0, mostNames).join(', ')}${more > 0 ? ` and ${more} more` : ''}`] : []),
        ...(items.some(({ kind }) => kind === 'volume') ? ['What is in a volume is lost: it is nowhere else.'] : []),
        ...(others > 0
          ? [`${others} ${others === 1 ? 'layer or piece' : 'layers and pieces'} of content that no image needs.`]
          : []),
      ],
      verb: 'Remove',
      yes: false,
      choice: operate(operation),
    },
  });
}
