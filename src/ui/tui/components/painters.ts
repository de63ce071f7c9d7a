import { createContext } from 'react';
import type { Painter } from '../surface/painter.ts';

/** The surfaces of the screen, which live as long as the application. */
export interface Painters {
  readonly list: Painter;
  readonly log: Painter;
  readonly document: Painter;
  readonly table: Painter;
  readonly stats: Painter;
  readonly files: Painter;
  readonly strip: Painter;
  /** The terminal of a pane, once it has one. */
  session(paneId: number): Painter | undefined;
}

export const PaintersContext = createContext<Painters | undefined>(undefined);
