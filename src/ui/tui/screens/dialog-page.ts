import type { TerminalSize } from '../../../core/api/index.ts';
import { fillText, fitText } from '../../text/fit-text.ts';
import type { Rectangle } from '../compositor/rectangle.ts';
import { wrapText } from '../present/wrap-text.ts';
import type { DialogModel } from './dialog-model.ts';
import { withCursor } from './field-cursor.ts';
import { createPage, promptPage } from './form-page.ts';
import type { HelpLine } from './help-page.ts';
import { blank, type Draft, type PageTarget, plain } from './page-draft.ts';
import type { PageLine, Span } from './page-lines.ts';

/** A dialog as it is drawn: where, and line by line. */
export interface DialogPage {
  readonly title: string;
  readonly badge: string;
  readonly rectangle: Rectangle;
  readonly lines: readonly PageLine[];
  /** What clicks mean, in cells of the lines. */
  readonly targets: readonly PageTarget[];
}

const mostColumns = { help: 78, confirm: 60, menu: 72, prompt: 60, page: 110, create: 76 } as const;
const border = 2;
const padding = 2;

export function dialogPage(model: DialogModel, { columns, rows }: TerminalSize): DialogPage {
  const width = Math.min(mostColumns[model.kind], columns);
  const draft = draw(model, Math.max(1, width - border - padding), Math.max(1, rows - border));
  const height = Math.min(draft.lines.length + border, rows);
  const room = Math.max(0, height - border);
  const rectangle = {
    x: Math.floor((columns - width) / 2),
    y: Math.floor((rows - height) / 2),
    width,
    height,
  };
  const { title, badge, mainLine = 0 } = draft;
  const first = Math.max(0, Math.min(mainLine - Math.floor(room / 2), draft.lines.length - room));
  const targets = (draft.targets ?? []).map((target) => ({ ...target, line: target.line - first }));
  return { title, badge, rectangle, lines: draft.lines.slice(first, first + room), targets };
}

function draw(model: DialogModel, width: number, height: number): Draft {
  switch (model.kind) {
    case 'help':
      return { title: 'Keys', badge: model.position, lines: model.lines.map((line) => helpLine(line, width)) };
    case 'confirm':
      return confirmPage(model, width);
    case 'menu':
      return menuPage(model, width);
    case 'prompt':
      return promptPage(model, width);
    case 'page':
      return { title: model.title, badge: model.position, lines: model.lines };
    case 'create':
      return createPage(model, width, height);
  }
}

const keyCells = 18;

function helpLine(line: HelpLine, width: number): PageLine {
  if (line.kind === 'blank') return blank;
  if (line.kind === 'heading') return [{ text: line.text, as: 'heading' }];
  const keys: Span = { text: fillText(line.keys, keyCells), as: 'hintKey' };
  if (line.reason === undefined) return [keys, { text: line.text, as: 'plain' }];
  const text = `${line.text}: not now, ${line.reason}`;
  return [keys, { text: fillText(text, Math.max(0, width - keyCells)), as: 'faint' }];
}

/** `[ ` and ` ]` around an answer, and the blanks between two. */
const answerFrame = 4;
const answerGap = 2;

function confirmPage(model: Extract<DialogModel, { kind: 'confirm' }>, width: number): Draft {
  const answers = model.answers.flatMap(({ text, marked }): Span[] => [
    { text: marked ? `[ ${text} ]` : `  ${text}  `, as: marked ? 'choiceMarked' : 'choice' },
    { text: '  ', as: 'plain' },
  ]);
  const consequences = model.consequences.flatMap((line) => wrapText(line, width).map(plain));
  const line = consequences.length + 2;
  let from = 0;
  const targets = model.answers.map(({ text }, index): PageTarget => {
    const start = from;
    from += text.length + answerFrame + answerGap;
    return { line, from: start, to: from - answerGap, target: { kind: 'answer', yes: index === 1 } };
  });
  return { title: model.question, badge: '', lines: [blank, ...consequences, blank, answers, blank], targets };
}

function menuPage(model: Extract<DialogModel, { kind: 'menu' }>, width: number): Draft {
  const longest = Math.max(0, ...model.items.map(({ label }) => label.length));
  const longestNote = Math.max(0, ...model.items.map(({ note }) => note.length));
  const labelCells = Math.min(longest + 2, Math.max(leastLabelCells, width - 3 - longestNote));
  const lines = model.items.map(({ label, note, marked, reason }): PageLine => {
    const words = reason === undefined ? `${fillText(label, labelCells)}${note}` : withReason(label, reason, width - 2);
    const text = fillText(`${marked ? '›' : ' '} ${words}`, width);
    return [{ text, as: marked ? 'choiceMarked' : reason === undefined ? 'choice' : 'faint' }];
  });
  const first = model.query ? 2 : 0;
  const targets = model.items.map(({ index }, place): PageTarget => {
    return { line: first + place, from: 0, to: width, target: { kind: 'menu-item', index } };
  });
  if (!model.query) return { title: model.title, badge: model.position, lines, targets };
  const { text, cursor } = model.query;
  const query: PageLine = [{ text: ': ', as: 'hintKey' }, ...withCursor(text, cursor, Math.max(1, width - 2))];
  const found = lines.length > 0 ? lines : [[{ text: '  nothing has these words', as: 'faint' } as const]];
  return { title: model.title, badge: model.position, lines: [query, blank, ...found], targets };
}

/** What is left of a label when there is little room: the key or the reason beside it says more. */
const leastLabelCells = 12;

function withReason(label: string, reason: string, width: number): string {
  const tail = `: not now, ${reason}`;
  return `${fitText(label, Math.max(leastLabelCells, width - tail.length)).text}${tail}`;
}
