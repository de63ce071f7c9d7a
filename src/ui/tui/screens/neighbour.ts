import type { Rectangle } from '../compositor/rectangle.ts';
import type { PaneName, ScreenLayout } from './layout.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

function liesTowards(from: Rectangle, other: Rectangle, direction: Direction): boolean {
  switch (direction) {
    case 'left':
      return other.x + other.width <= from.x;
    case 'right':
      return other.x >= from.x + from.width;
    case 'up':
      return other.y + other.height <= from.y;
    case 'down':
      return other.y >= from.y + from.height;
  }
}

/** The pane that lies there on the screen; undefined when there is none. */
export function neighbour(layout: ScreenLayout, from: PaneName, direction: Direction): PaneName | undefined {
  const start = layout.panes[from];
  if (!start) return undefined;
  const names = Object.keys(layout.panes) as PaneName[];
  return names.find((name) => {
    const other = layout.panes[name];
    return name !== from && other && liesTowards(start, other, direction);
  });
}
