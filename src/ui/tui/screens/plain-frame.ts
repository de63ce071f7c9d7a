import { fitText } from '../../text/fit-text.ts';
import type { Rectangle } from '../compositor/rectangle.ts';
import { type BorderCharacters, borderLine } from '../present/border-line.ts';
import { fittingHints } from '../present/fitting-hints.ts';
import type { Theme, Token } from '../theme/theme.ts';
import { withCursor } from './field-cursor.ts';
import { bordersOf } from './frame-borders.ts';
import type { FrameModel, Placard } from './frame-model.ts';
import { headerLine } from './header-line.ts';
import type { ListModel } from './list-model.ts';
import { PlainCanvas } from './plain-canvas.ts';
import type { ScreenModel } from './screen-model.ts';
import { shownFacts } from './shown-facts.ts';

/** The first screen, and where the list and the log surface are in it. */
export interface PlainFrame {
  readonly rows: readonly string[];
  readonly list: Rectangle | undefined;
  readonly log: Rectangle | undefined;
}

/**
 * The screen before Ink is there: loading Ink takes longer than everything else together. It draws what a start can show,
 * exactly as the components will: header, frames, hints; no dialogs, messages or sessions.
 */
export function plainFrame(model: ScreenModel, theme: Theme): PlainFrame {
  const { layout, size, list, detail } = model;
  const canvas = new PlainCanvas(theme, size.rows);
  if (layout.header) drawHeader(canvas, model, layout.header);
  if (layout.tabs) drawTabs(canvas, model, layout.tabs);
  if (layout.hints) drawHints(canvas, model, layout.hints);
  const listFrame =
    layout.panes.list && (layout.mode === 'tiny' ? layout.panes.list : drawFrame(canvas, list, layout.panes.list));
  const listArea = listFrame && list.filter ? drawFilter(canvas, list.filter, listFrame) : listFrame;
  const detailArea = layout.panes.detail && drawFrame(canvas, detail, layout.panes.detail);
  if (layout.strip && model.strip) drawFrame(canvas, model.strip, layout.strip);
  if (listArea && list.placard) drawPlacard(canvas, list.placard, listArea);
  if (detailArea && detail.placard) drawPlacard(canvas, detail.placard, detailArea);
  const log = detailArea && !detail.placard ? drawFacts(canvas, model, detailArea) : undefined;
  return { rows: canvas.rows(), list: list.placard ? undefined : listArea, log };
}

function drawHeader(canvas: PlainCanvas, { header }: ScreenModel, { y, width }: Rectangle): void {
  for (const { x, text, as } of headerLine(header, width)) canvas.put(x, y, text, as);
}

function drawTabs(canvas: PlainCanvas, { tabs }: ScreenModel, { y }: Rectangle): void {
  let x = 0;
  for (const { title, focused } of tabs) {
    x = canvas.put(x, y, focused ? `[ ${title} ]` : `  ${title}  `, focused ? 'tabFocused' : 'tab');
  }
}

function drawHints(canvas: PlainCanvas, { hints }: ScreenModel, { y, width }: Rectangle): void {
  let x = 1;
  for (const { keys, text } of fittingHints(hints, width - 2)) {
    x = canvas.put(x, y, keys, 'hintKey');
    x = canvas.put(x + 1, y, text, 'hintText') + 2;
  }
}

/** Gives what is inside the frame. */
function drawFrame(canvas: PlainCanvas, frame: FrameModel, { x, y, width, height }: Rectangle): Rectangle {
  const { focused, title, badge, footer } = frame;
  const { top, bottom, side } = bordersOf(frame);
  const as = focused ? 'frameFocused' : 'frame';
  const words = focused ? `▶ ${title}` : title;
  drawEdge(canvas, { x, y, width }, top, as, { words, as: focused ? 'titleFocused' : 'title', badge });
  for (let row = y + 1; row < y + height - 1; row++) {
    canvas.put(x, row, side, as);
    canvas.put(x + width - 1, row, side, as);
  }
  const edge = { x, y: y + height - 1, width };
  drawEdge(canvas, edge, bottom, as, { words: footer?.text ?? '', as: footer?.token ?? 'faint', badge: '' });
  return { x: x + 1, y: y + 1, width: width - 2, height: height - 2 };
}

function drawEdge(
  canvas: PlainCanvas,
  { x, y, width }: Omit<Rectangle, 'height'>,
  characters: BorderCharacters,
  border: Token,
  inside: { readonly words: string; readonly as: Token; readonly badge: string },
): void {
  const line = borderLine(width, inside.words, inside.badge, characters);
  let column = canvas.put(x, y, line.start, border);
  column = canvas.put(column, y, line.words, inside.as);
  column = canvas.put(column, y, line.middle, border);
  column = canvas.put(column, y, line.badge, 'faint');
  canvas.put(column, y, line.end, border);
}

/** Gives the room for the list under the filter. */
function drawFilter(canvas: PlainCanvas, filter: NonNullable<ListModel['filter']>, area: Rectangle): Rectangle {
  const { x, y, width, height } = area;
  let column = canvas.put(x, y, '/ ', 'hintKey');
  for (const { text, as } of withCursor(filter.text, filter.cursor, Math.max(1, width - 2))) {
    column = canvas.put(column, y, text, as);
  }
  return { x, y: y + 1, width, height: height - 1 };
}

function drawPlacard(canvas: PlainCanvas, words: Placard, { x, y, width, height }: Rectangle): void {
  const top = y + Math.floor((height - words.length) / 2);
  words.forEach((line, index) => {
    const { cells } = fitText(line, width - 2);
    const left = x + Math.floor((width - cells) / 2);
    canvas.put(left, top + index, line, index === 0 ? 'heading' : 'faint', width - 2);
  });
}

/** Gives the room for the log under the facts. */
function drawFacts(canvas: PlainCanvas, { detail }: ScreenModel, { x, y, width, height }: Rectangle): Rectangle {
  const facts = shownFacts(detail.facts, { width, height });
  facts.forEach(({ text, token }, index) => {
    canvas.put(x + 1, y + index, text, token, width - 2);
  });
  return { x, y: y + facts.length, width, height: height - facts.length };
}
