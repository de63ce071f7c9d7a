import { displayText } from '../../words/display-text.ts';
import type { AppState } from '../state/app-state.ts';
import type { Token } from '../theme/theme.ts';

/** What has just happened: the line in place of the hints. */
export interface Notice {
  readonly text: string;
  readonly hint: string | undefined;
  readonly token: Token;
}

export function notice({ flash }: AppState): Notice | undefined {
  if (!flash) return undefined;
  const { severity, text, hint } = flash;
  return { text: displayText(text), hint: hint && displayText(hint), token: severity };
}
