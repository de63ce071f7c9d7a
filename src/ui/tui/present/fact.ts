import type { Token } from '../theme/theme.ts';

/** A line about an item above what its tab shows. Nothing in it changes by the mere passing of time. */
export interface Fact {
  readonly text: string;
  readonly token: Token;
}
