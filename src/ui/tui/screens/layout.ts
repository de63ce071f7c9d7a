import type { TerminalSize } from '../../../core/api/index.ts';
import type { Rectangle } from '../compositor/rectangle.ts';
import { type PaneTree, type PlacedPane, placePanes } from '../state/pane-tree.ts';
import { type Shares, usualShares } from '../state/shares.ts';

export type PaneName = 'list' | 'detail' | 'session';

export interface LayoutRequest {
  readonly size: TerminalSize;
  readonly focus: PaneName;
  readonly zoomed: boolean;
  readonly hasSession: boolean;
  /** How the room for sessions is divided; without it, all of it is for one. */
  readonly paneTree?: PaneTree | undefined;
  readonly activePaneId?: number | undefined;
  readonly shares?: Shares;
  /** The screen is heard: nothing that talks by itself. */
  readonly isForEars?: boolean;
}

/** Where everything is. A pane that is absent is not on the screen; the rectangles include the frames. */
export interface ScreenLayout {
  /**
   * - `tiny`: the list without a frame, because nothing else would be readable
   * - `tabs`: one pane at a time under a strip of tabs
   * - `split`: list and detail side by side, a session below
   */
  readonly mode: 'tiny' | 'tabs' | 'split';
  readonly header: Rectangle | undefined;
  readonly tabs: Rectangle | undefined;
  readonly hints: Rectangle | undefined;
  readonly panes: Readonly<Partial<Record<PaneName, Rectangle>>>;
  /** The last events, where there is room to spare. It never has the keyboard. */
  readonly strip: Rectangle | undefined;
  /** The sessions that are seen, within the room for them. */
  readonly sessions: readonly PlacedPane[];
}

const leastColumns = 40;
const leastRows = 10;
const splitColumns = 100;
const splitRows = 20;
/** With fewer rows a session across the bottom would leave the list no room; it takes half of the detail's then. */
const bottomRows = 30;
const listShare = 0.45;
const listMostColumns = 60;
const sessionShare = 0.4;
/** Of a pane that the user makes smaller, with its frame. */
const leastPane = { columns: 24, rows: 6 };
const frameCells = 2;

/** With less the strip of events would take room that is needed. */
const stripFrom = { columns: 180, rows: 45 };
const stripHeight = 5;

/** True where frames and terminals make no sense any more. */
export function isTiny({ columns, rows }: TerminalSize): boolean {
  return columns < leastColumns || rows < leastRows;
}

function tinyLayout({ columns, rows }: TerminalSize): ScreenLayout {
  const hintRows = rows > 2 ? 1 : 0;
  return {
    mode: 'tiny',
    header: undefined,
    tabs: undefined,
    hints: hintRows ? { x: 0, y: rows - 1, width: columns, height: 1 } : undefined,
    panes: { list: { x: 0, y: 0, width: columns, height: rows - hintRows } },
    strip: undefined,
    sessions: [],
  };
}

/** What the user gave one part of the room, as cells that leave both parts what they need; else the usual. */
function shareOf(whole: number, share: number | undefined, usual: number, least: number): number {
  if (share === undefined || whole < 2 * least) return usual;
  return Math.max(least, Math.min(whole - least, Math.round(whole * share)));
}

function splitPanes(area: Rectangle, rows: number, hasSession: boolean, shares: Shares): ScreenLayout['panes'] {
  const { x, y, width, height } = area;
  const usualWidth = Math.min(listMostColumns, Math.floor(width * listShare));
  const listWidth = shareOf(width, shares.list, usualWidth, leastPane.columns);
  const beside = { x: x + listWidth, width: width - listWidth };
  if (!hasSession) return { list: { ...area, width: listWidth }, detail: { ...area, ...beside } };
  const isBeside = rows < bottomRows;
  const usualHeight = Math.floor(height * (isBeside ? 1 / 2 : sessionShare));
  const lower = shareOf(height, shares.session, usualHeight, leastPane.rows);
  const upper = { y, height: height - lower };
  const below = { y: y + upper.height, height: lower };
  if (isBeside) {
    return { list: { ...area, width: listWidth }, detail: { ...beside, ...upper }, session: { ...beside, ...below } };
  }
  return { list: { x, width: listWidth, ...upper }, detail: { ...beside, ...upper }, session: { x, width, ...below } };
}

/** The whole screen for a size and for what is open. Every size has a layout. */
export function layoutScreen(request: LayoutRequest): ScreenLayout {
  const { size, focus, zoomed, hasSession, paneTree, activePaneId, shares = usualShares } = request;
  const { columns, rows } = size;
  if (isTiny(size)) return tinyLayout(size);
  const bar = { x: 0, width: columns, height: 1 };
  const bars = { header: { ...bar, y: 0 }, hints: { ...bar, y: rows - 1 } };
  const area = { x: 0, y: 1, width: columns, height: rows - 2 };
  const split = columns >= splitColumns && rows >= splitRows;
  const mode = split ? 'split' : 'tabs';
  const alone = (rectangle: Rectangle) => ({
    strip: undefined,
    panes: { [focus]: rectangle },
    sessions: focus === 'session' && activePaneId !== undefined ? [{ paneId: activePaneId, rectangle }] : [],
  });
  if (zoomed) return { mode, ...bars, tabs: undefined, ...alone(area) };
  if (!split)
    return { mode, ...bars, tabs: { ...bar, y: 1 }, ...alone({ ...area, y: area.y + 1, height: area.height - 1 }) };
  const hasStrip = columns >= stripFrom.columns && rows >= stripFrom.rows && !request.isForEars;
  const height = area.height - (hasStrip ? stripHeight : 0);
  const strip = hasStrip ? { ...area, y: area.y + height, height: stripHeight } : undefined;
  const panes = splitPanes({ ...area, height }, rows, hasSession, shares);
  const sessions = paneTree && panes.session ? placePanes(paneTree, panes.session) : [];
  return { mode, ...bars, tabs: undefined, panes, strip, sessions };
}

/** What is inside a pane's frame, or the pane itself where it has none. */
export function innerSize(layout: ScreenLayout, pane: PaneName): TerminalSize | undefined {
  const rectangle = layout.panes[pane];
  return rectangle && inFrame(rectangle, layout.mode === 'tiny' ? 0 : frameCells);
}

/** The room of a session's terminal; undefined while it is not seen. */
export function sessionSize(layout: ScreenLayout, paneId: number): TerminalSize | undefined {
  const place = layout.sessions.find((session) => session.paneId === paneId);
  return place && inFrame(place.rectangle, frameCells);
}

function inFrame({ width, height }: Rectangle, frame: number): TerminalSize {
  return { columns: width - frame, rows: height - frame };
}
