import { displayText } from '../../words/display-text.ts';
import { clockText } from '../present/time-text.ts';
import type { AppState } from '../state/app-state.ts';
import type { Token } from '../theme/theme.ts';
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

/** The command log, or the results of a bulk action, line by line. */
export function pageLines({ dialog, commands, batches, pulls }: AppState): readonly PageLine[] {
  if (dialog?.kind === 'commands') {
    if (commands.length === 0) {
      return [
        [{ text: 'Nothing was done yet.', as: 'heading' }],
        [{ text: 'What is done on this screen is written down here, as lines for a shell.', as: 'faint' }],
      ];
    }
    return commands.flatMap(({ atMs, line, outcome }): PageLine[] => [
      [
        { text: `${clockText(BigInt(atMs) * 1_000_000n)} `, as: 'timestamp' },
        sign(outcome),
        { text: displayText(line), as: 'plain' },
      ],
      ...(outcome ? [[{ text: `           ${displayText(outcome)}`, as: 'error' } as const]] : []),
    ]);
  }
  if (dialog?.kind === 'text') return dialog.lines.map((line) => [{ text: displayText(line), as: 'plain' }]);
  const pull = dialog?.kind === 'pull' ? pulls.get(dialog.pullId) : undefined;
  if (pull) return pullLines(pull);
  const batch = dialog?.kind === 'results' ? batches.get(dialog.batchId) : undefined;
  return (batch?.items ?? []).map(({ name, outcome }) => [
    sign(outcome),
    { text: displayText(name), as: 'plain' },
    { text: outcome ? `  ${displayText(outcome)}` : '', as: 'error' },
  ]);
}
