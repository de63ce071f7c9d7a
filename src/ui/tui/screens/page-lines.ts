import { displayText } from '../../words/display-text.ts';
import { clockText } from '../present/time-text.ts';
import { wrapText } from '../present/wrap-text.ts';
import type { AppState } from '../state/app-state.ts';
import type { Token } from '../theme/theme.ts';
import { pageColumns } from './paging.ts';
import { pullLines } from './pull-lines.ts';

export interface Span {
  readonly text: string;
  readonly as: Token;
}

/** Spans side by side. */
export type PageLine = readonly Span[];

/** What stands before a line: it goes on, it worked, it did not. */
function sign(outcome: string | undefined): Span {
  if (outcome === undefined) return { text: '… ', as: 'pending' };
  return outcome === '' ? { text: '✓ ', as: 'good' } : { text: '✗ ', as: 'error' };
}

/** Cells before a command: when it was, and its sign. */
const commandIndent = 11;

/** The command log, a file, a pull, or the results of a bulk action, line by line. */
export function pageLines(state: AppState): readonly PageLine[] {
  const { dialog, batches, pulls } = state;
  if (dialog?.kind === 'commands') return commandLines(state);
  if (dialog?.kind === 'text') return dialog.shown.map((line) => [{ text: line, as: 'plain' }]);
  const pull = dialog?.kind === 'pull' ? pulls.get(dialog.pullId) : undefined;
  if (pull) return pullLines(pull);
  const batch = dialog?.kind === 'results' ? batches.get(dialog.batchId) : undefined;
  return (batch?.items ?? []).flatMap(({ name, outcome }) => [
    [sign(outcome), { text: displayText(name), as: 'plain' } as const],
    ...(outcome ? below(outcome, 4, 'error', pageColumns(state)) : []),
  ]);
}

function commandLines(state: AppState): readonly PageLine[] {
  const { commands } = state;
  const width = pageColumns(state);
  if (commands.length === 0) {
    return [
      [{ text: 'Nothing was done yet.', as: 'heading' }],
      ...below('What is done on this screen is written down here, as lines for a shell.', 0, 'faint', width),
    ];
  }
  return commands.flatMap(({ atMs, line, outcome }): PageLine[] => {
    const [[first = blankSpan] = [], ...others] = below(line, commandIndent, 'plain', width);
    const time: Span = { text: `${clockText(BigInt(atMs) * 1_000_000n)} `, as: 'timestamp' };
    const command: Span = { text: first.text.slice(commandIndent), as: 'plain' };
    return [
      [time, sign(outcome), command],
      ...others,
      ...(outcome ? below(outcome, commandIndent, 'error', width) : []),
    ];
  });
}

const blankSpan: Span = { text: '', as: 'plain' };

/** A text of others, indented, in as many lines as it needs. */
function below(text: string, indent: number, as: Token, width: number): readonly PageLine[] {
  const blanks = ' '.repeat(indent);
  return wrapText(displayText(text), width - indent).map((line) => [{ text: blanks + line, as }]);
}
