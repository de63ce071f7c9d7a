import { keyReference } from '../keys/key-reference.ts';
import type { AppState } from '../state/app-state.ts';
import type { Motion } from '../state/effect.ts';
import { movedTop } from './paging.ts';

export type HelpLine =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'key'; readonly keys: string; readonly text: string; readonly reason: string | undefined }
  | { readonly kind: 'blank' };

/** The help as lines: what counts where the user is comes first, and with what is not possible goes why. */
export function helpLines(state: AppState): readonly HelpLine[] {
  return keyReference({ ...state, dialog: undefined }).flatMap(({ heading, rows }, index): HelpLine[] => [
    ...(index > 0 ? [{ kind: 'blank' } as const] : []),
    { kind: 'heading', text: heading },
    ...rows.map(({ keys, description, reason }) => {
      return { kind: 'key', keys: keys.join(' '), text: description, reason } as const;
    }),
  ]);
}

export function helpTop(state: AppState, top: number, motion: Motion): number {
  return movedTop(state, helpLines(state).length, top, motion);
}
