import type { Style } from '../text/style.ts';

export interface LogTheme {
  readonly timestamp: Style;
  /** The mark at the left of a line from stderr. */
  readonly stderrMark: Style;
  /** What the log says itself: dropped lines, the … of a cut line. */
  readonly note: Style;
}
