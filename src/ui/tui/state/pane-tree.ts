import type { Rectangle } from '../compositor/rectangle.ts';

export type SplitDirection = 'beside' | 'below';

/** How the room for sessions is divided: the panes that are seen at once. */
export type PaneTree =
  | { readonly kind: 'pane'; readonly paneId: number }
  | {
      readonly kind: 'split';
      readonly direction: SplitDirection;
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
  const [first, second] = halves(area, tree.direction);
  return [...placePanes(tree.first, first), ...placePanes(tree.second, second)];
}

export function halves({ x, y, width, height }: Rectangle, direction: SplitDirection): readonly [Rectangle, Rectangle] {
  if (direction === 'beside') {
    const left = Math.ceil(width / 2);
    return [
      { x, y, width: left, height },
      { x: x + left, y, width: width - left, height },
    ];
  }
  const upper = Math.ceil(height / 2);
  return [
    { x, y, width, height: upper },
    { x, y: y + upper, width, height: height - upper },
  ];
}
