import type { Rectangle } from '../compositor/rectangle.ts';
import type { PaneName, ScreenLayout } from './layout.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** Something on the screen that can have the focus: `paneId` says which session. */
export interface FocusTarget {
  readonly focus: PaneName;
  readonly paneId: number | undefined;
}

interface PlacedTarget extends FocusTarget {
  readonly rectangle: Rectangle;
}

function targetsOf({ panes, sessions }: ScreenLayout): readonly PlacedTarget[] {
  const names = ['list', 'detail'] as const;
  return [
    ...names.flatMap((focus) => {
      const rectangle = panes[focus];
      return rectangle ? [{ focus, paneId: undefined, rectangle }] : [];
    }),
    ...sessions.map((session) => ({ focus: 'session', ...session }) as const),
  ];
}

/** The pane that lies there on the screen, the nearest to its beginning; undefined when there is none. */
export function neighbour(layout: ScreenLayout, from: FocusTarget, direction: Direction): FocusTarget | undefined {
  const targets = targetsOf(layout);
  const start = targets.find(
    ({ focus, paneId }) => focus === from.focus && (focus !== 'session' || paneId === from.paneId),
  );
  if (!start) return undefined;
  const there = targets.filter(({ rectangle }) => distance(start.rectangle, rectangle, direction) >= 0);
  const [nearest] = there.sort(
    (a, b) =>
      distance(start.rectangle, a.rectangle, direction) - distance(start.rectangle, b.rectangle, direction) ||
      offset(start.rectangle, a.rectangle, direction) - offset(start.rectangle, b.rectangle, direction),
  );
  return nearest && { focus: nearest.focus, paneId: nearest.paneId };
}

/** Cells between two panes in a direction; below zero when the other one does not lie there. */
function distance(from: Rectangle, other: Rectangle, direction: Direction): number {
  switch (direction) {
    case 'left':
      return from.x - (other.x + other.width);
    case 'right':
      return other.x - (from.x + from.width);
    case 'up':
      return from.y - (other.y + other.height);
    case 'down':
      return other.y - (from.y + from.height);
  }
}

/** How far the other pane's sides are from where the eye is: nothing for one that covers it. */
function offset(from: Rectangle, other: Rectangle, direction: Direction): number {
  const isAcross = direction === 'left' || direction === 'right';
  const [at, start, length] = isAcross ? [from.y, other.y, other.height] : [from.x, other.x, other.width];
  return at < start ? start - at : Math.max(0, at - (start + length - 1));
}
