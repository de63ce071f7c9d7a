import type { Style } from '../../text/style.ts';

export interface LogTheme {
  readonly timestamp: Style;
  /** The mark at the left of a line from stderr. */
  readonly stderrMark: Style;
  /** What was searched for. */
  readonly match: Style;
  /** Lines that are chosen for copying. */
  readonly chosen: Style;
}
