import { fitText } from '../../text/fit-text.ts';
import { borderLine } from '../present/border-line.ts';
import { fittingHints } from '../present/fitting-hints.ts';
import type { ClickTarget } from '../state/click.ts';
import { dialogPage } from './dialog-page.ts';
import { bordersOf } from './frame-borders.ts';
import { headerLine } from './header-line.ts';
import type { ScreenModel } from './screen-model.ts';

const cellsIn = (text: string): number => fitText(text, text.length * 2).cells;

/** What a click on a cell means, as far as Ink drew what is there; undefined where it means nothing. */
export function clickTarget(model: ScreenModel, x: number, y: number): ClickTarget | undefined {
  // In place of the hints: it says something else.
  if (y === model.layout.hints?.y) return model.notice ? undefined : hintAt(model, x);
  if (model.dialog) return inDialog(model, x, y);
  if (y === model.layout.header?.y) return viewAt(model, x);
  if (y === model.layout.tabs?.y) return stripTabAt(model, x);
  return detailTabAt(model, x, y);
}

function inDialog({ dialog, size }: ScreenModel, x: number, y: number): ClickTarget | undefined {
  if (!dialog) return undefined;
  const { rectangle, targets, lines } = dialogPage(dialog, size);
  // The frame, and a blank beside it.
  const [column, line] = [x - rectangle.x - 2, y - rectangle.y - 1];
  if (line >= lines.length) return undefined;
  return targets.find(({ line: own, from, to }) => own === line && column >= from && column < to)?.target;
}

function hintAt({ hints, layout }: ScreenModel, x: number): ClickTarget | undefined {
  let start = 1;
  for (const { chord, keys, text } of fittingHints(hints, (layout.hints?.width ?? 0) - 2)) {
    const end = start + cellsIn(`${keys} ${text}`);
    if (x >= start && x < end) return { kind: 'key', chord };
    start = end + 2;
  }
  return undefined;
}

function viewAt({ header, layout }: ScreenModel, x: number): ClickTarget | undefined {
  const part = headerLine(header, layout.header?.width ?? 0).find((one) => x >= one.x && x < one.x + cellsIn(one.text));
  return part?.viewId === undefined ? undefined : { kind: 'view', viewId: part.viewId };
}

/** `[ Log ]`: four cells more than its words. */
function stripTabAt({ tabs }: ScreenModel, x: number): ClickTarget | undefined {
  let end = 0;
  return tabs.find(({ title }) => {
    end += cellsIn(title) + 4;
    return x < end;
  })?.target;
}

function detailTabAt({ layout, detail }: ScreenModel, x: number, y: number): ClickTarget | undefined {
  const frame = layout.panes.detail;
  if (!frame || y !== frame.y || layout.mode === 'tiny') return undefined;
  const lead = detail.focused ? '▶ ' : '';
  const { start, words } = borderLine(frame.width, lead + detail.title, detail.badge, bordersOf(detail).top);
  // The words begin with a blank.
  const begin = frame.x + start.length + 1 + lead.length;
  const tab = detail.tabs.find(({ start: at, text }) => {
    const from = begin + cellsIn(detail.title.slice(0, at));
    return x >= from && x < from + text.length && from + text.length < frame.x + start.length + cellsIn(words);
  });
  return tab && { kind: 'tab', tabId: tab.id };
}
