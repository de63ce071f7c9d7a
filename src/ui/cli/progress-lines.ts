import type { Invocation } from './invocation.ts';

/** Something under way, as text. */
export interface ProgressView<Progress> {
  /** Takes the news in. Gives what is worth a line of its own in a log. */
  note(progress: Progress): string | undefined;
  /** At most `rows` lines of at most `columns` cells. */
  lines(columns: number, rows: number): string[];
}

/** On stderr, so that the answer stands alone: lines that change on a terminal, else one for each step. */
export function progressLines<Progress>(
  call: Invocation,
  view: ProgressView<Progress>,
): (progress: Progress) => Promise<void> {
  const { stderr } = call.context;
  let height = 0;
  return async (progress) => {
    const news = view.note(progress);
    if (stderr.isTTY !== true) {
      if (news !== undefined) await call.note(news);
      return;
    }
    const lines = view.lines(stderr.columns ?? 80, (stderr.rows ?? 24) - 1);
    // Back to the first line, and away with what was below it.
    const back = height === 0 ? '' : `\x1b[${height}A\x1b[J`;
    height = lines.length;
    stderr.write(back + lines.map((line) => `${line}\n`).join(''));
  };
}
