import type { AppState } from '../state/app-state.ts';
import type { Token } from '../theme/theme.ts';

export interface FrameModel {
  readonly title: string;
  readonly focused: boolean;
  /** Without lines, for people who hear the screen. */
  readonly isBare: boolean;
  /** At the right of the upper border. */
  readonly badge: string;
  /** In the lower border. */
  readonly footer: { readonly text: string; readonly token: Token } | undefined;
}

/** Words in a pane that has nothing else to show: a headline, then what to do. */
export type Placard = readonly [string, ...string[]];

/** A dialog has the keyboard while it is open: then no pane has it. */
export function hasFocus(state: AppState, pane: AppState['focus']): boolean {
  return state.focus === pane && state.dialog === undefined;
}

/** The frame around the last events. */
export function stripModel({ isForEars, events }: AppState): FrameModel {
  const badge = events.length === 0 ? 'nothing has happened yet' : `${events.length}`;
  return { title: 'Lately', focused: false, isBare: isForEars, badge, footer: undefined };
}
