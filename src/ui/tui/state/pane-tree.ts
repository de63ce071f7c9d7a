import type { Rectangle } from '../compositor/rectangle.ts';

export type SplitDirection = 'beside' | 'below';

/** How the room for sessions is divided: the panes that are seen at once. */
export type PaneTree =
  | { readonly kind: 'pane'; readonly paneId: number }
  | {
      readonly kind: 'split';
      readonly direction: SplitDirection;
      /** What the first part has of the room, from 0 to 1; half when absent. */
      readonly share?: number;
      readonly first: PaneTree;
      readonly second: PaneTree;
    };

export interface PlacedPane {
  readonly paneId: number;
  readonly rectangle: Rectangle;
}

export function onePane(paneId: number): PaneTree {
  return { kind: 'pane', paneId };
}

export function showsPane(tree: PaneTree | undefined, paneId: number): boolean {
  if (tree === undefined) return false;
  return tree.kind === 'pane'
    ? tree.paneId === paneId
    : showsPane(tree.first, paneId) || showsPane(tree.second, paneId);
}

/** The tree with another part in the place of a pane. */
function replaced(tree: PaneTree, paneId: number, part: PaneTree): PaneTree {
  if (tree.kind === 'pane') return tree.paneId === paneId ? part : tree;
  return { ...tree, first: replaced(tree.first, paneId, part), second: replaced(tree.second, paneId, part) };
}

/** Shows a pane in the place of another. */
export function swapPane(tree: PaneTree, shownId: number, paneId: number): PaneTree {
  return replaced(tree, shownId, onePane(paneId));
}

/** Gives half of a pane's room to a new one. */
export function splitPane(tree: PaneTree, shownId: number, direction: SplitDirection, paneId: number): PaneTree {
  return replaced(tree, shownId, { kind: 'split', direction, first: onePane(shownId), second: onePane(paneId) });
}

/** The tree without a pane, whose room goes to its neighbour; undefined when nothing is left. */
export function withoutPane(tree: PaneTree, paneId: number): PaneTree | undefined {
  if (tree.kind === 'pane') return tree.paneId === paneId ? undefined : tree;
  const first = withoutPane(tree.first, paneId);
  const second = withoutPane(tree.second, paneId);
  return first && second ? { ...tree, first, second } : (first ?? second);
}

/** The panes from the left and the top. */
export function shownPanes(tree: PaneTree | undefined): readonly number[] {
  if (tree === undefined) return [];
  return tree.kind === 'pane' ? [tree.paneId] : [...shownPanes(tree.first), ...shownPanes(tree.second)];
}

/** Where each pane of the tree is in an area. Together they fill it. */
export function placePanes(tree: PaneTree, area: Rectangle): readonly PlacedPane[] {
  if (tree.kind === 'pane') return [{ paneId: tree.paneId, rectangle: area }];
  const [first, second] = halves(area, tree.direction, tree.share);
  return [...placePanes(tree.first, first), ...placePanes(tree.second, second)];
}

/** A pane with less room shows nothing. */
export const leastSplit = { columns: 22, rows: 5 };
/** One stroke of a key, in cells. */
const stepCells = { beside: 4, below: 2 } as const;

/** The two parts of an area; `share` is what the first one has of it. */
export function halves(
  { x, y, width, height }: Rectangle,
  direction: SplitDirection,
  share = 0.5,
): readonly [Rectangle, Rectangle] {
  if (direction === 'beside') {
    const left = part(width, share, leastSplit.columns);
    return [
      { x, y, width: left, height },
      { x: x + left, y, width: width - left, height },
    ];
  }
  const upper = part(height, share, leastSplit.rows);
  return [
    { x, y, width, height: upper },
    { x, y: y + upper, width, height: height - upper },
  ];
}

/** Where both parts can have the least they need, they do. */
function part(whole: number, share: number, least: number): number {
  const wanted = Math.ceil(whole * share);
  return whole < 2 * least ? Math.ceil(whole / 2) : Math.max(least, Math.min(whole - least, wanted));
}

/**
 * The tree with more (1) or less (-1) room for a pane, from its nearest neighbour that can give or take it; undefined
 * when none can.
 */
export function growPane(tree: PaneTree, paneId: number, direction: 1 | -1, area: Rectangle): PaneTree | undefined {
  if (tree.kind === 'pane') return undefined;
  const parts = halves(area, tree.direction, tree.share);
  const isFirst = showsPane(tree.first, paneId);
  const own = isFirst ? tree.first : tree.second;
  const inside = growPane(own, paneId, direction, isFirst ? parts[0] : parts[1]);
  if (inside) return isFirst ? { ...tree, first: inside } : { ...tree, second: inside };
  const size = tree.direction === 'beside' ? 'width' : 'height';
  const step = stepCells[tree.direction] * (isFirst ? direction : -direction);
  const share = (parts[0][size] + step) / area[size];
  return halves(area, tree.direction, share)[0][size] === parts[0][size] ? undefined : { ...tree, share };
}
