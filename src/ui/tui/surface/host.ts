import { createContext } from 'react';
import type { Rectangle } from '../compositor/rectangle.ts';
import type { Painter } from './painter.ts';

/** A surface as the host sees it. Its place is asked again after every frame of Ink. */
export interface PlacedSurface {
  readonly painter: Painter;
  readonly focused: boolean;
  /** 0 for the screen, 1 in a dialog over it, and so on. */
  readonly level: number;
  measure(): Rectangle | undefined;
}

/** A box of Ink (a dialog) whose cells hide the surfaces of lower levels. */
export interface PlacedOverlay {
  readonly level: number;
  measure(): Rectangle | undefined;
}

/** What `<Surface>` and `<Overlay>` need of the compositor. Each call gives the function that undoes it. */
export interface SurfaceHost {
  show(surface: PlacedSurface): () => void;
  cover(overlay: PlacedOverlay): () => void;
}

export const SurfaceHostContext = createContext<SurfaceHost | undefined>(undefined);

/** How many overlays are around a component. */
export const LevelContext = createContext(0);
