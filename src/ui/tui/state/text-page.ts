import { displayText } from '../../words/display-text.ts';
import { breakLine } from '../present/wrap-text.ts';
import { pageColumns } from '../screens/paging.ts';
import type { AppState } from './app-state.ts';
import type { Dialog } from './dialog.ts';

type TextPage = Extract<Dialog, { readonly kind: 'text' }>;

/** A text to look at. Broken once: it may be long, and every key draws it. */
export function textPage(size: AppState['size'], title: string, lines: readonly string[], top = 0): TextPage {
  const width = pageColumns({ size });
  return { kind: 'text', title, lines, shown: lines.flatMap((line) => breakLine(displayText(line), width)), top };
}

/** The same in a window of another size. */
export function fittedPage(dialog: AppState['dialog'], size: AppState['size']): AppState['dialog'] {
  return dialog?.kind === 'text' ? textPage(size, dialog.title, dialog.lines, dialog.top) : dialog;
}
