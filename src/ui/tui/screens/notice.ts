import { displayText } from '../present/display-text.ts';
import type { AppState } from '../state/app-state.ts';
import { describe } from '../state/operations.ts';
import type { Token } from '../theme/theme.ts';

/** The line in place of the hints: what has just happened, or what takes its time. */
export interface Notice {
  readonly text: string;
  readonly hint: string | undefined;
  readonly token: Token;
}

/** A message comes before progress: it is gone again in a moment. */
export function notice(state: AppState): Notice | undefined {
  if (state.flash) {
    const { severity, text, hint } = state.flash;
    return { text: displayText(text), hint: hint && displayText(hint), token: severity };
  }
  const slow = [...state.operations.values()].filter(({ slowSinceMs }) => slowSinceMs !== undefined);
  const longest = slow[0];
  if (longest?.slowSinceMs === undefined) return undefined;
  const seconds = Math.floor((state.nowMs - longest.slowSinceMs) / 1000);
  const others = slow.length > 1 ? ` and ${slow.length - 1} more` : '';
  const lasting = seconds > 0 ? ` ${seconds} s` : '';
  return {
    text: `… ${displayText(describe(state, longest.operation))}${others}${lasting}`,
    hint: undefined,
    token: 'info',
  };
}
