import type { TerminalSize } from '../../../core/api/index.ts';
import { fillText, fitText } from '../../text/fit-text.ts';
import type { Rectangle } from '../compositor/rectangle.ts';
import { wrapText } from '../present/wrap-text.ts';
import type { ClickTarget } from '../state/click.ts';
import type { Token } from '../theme/theme.ts';
import type { DialogModel, FieldModel } from './dialog-model.ts';
import type { HelpLine } from './help-page.ts';
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

export interface PageTarget {
  readonly line: number;
  readonly from: number;
  /** Up to, without it. */
  readonly to: number;
  readonly target: ClickTarget;
}

type Draft = Pick<DialogPage, 'title' | 'badge' | 'lines'> & { readonly targets?: readonly PageTarget[] };

const plain = (text: string): PageLine => [{ text, as: 'plain' }];
const blank: PageLine = [];
const mostColumns = { help: 78, confirm: 60, menu: 72, prompt: 60, page: 110, create: 76 } as const;
const border = 2;
const padding = 2;

export function dialogPage(model: DialogModel, { columns, rows }: TerminalSize): DialogPage {
  const width = Math.min(mostColumns[model.kind], columns);
  const draft = draw(model, Math.max(1, width - border - padding));
  const height = Math.min(draft.lines.length + border, rows);
  const rectangle = {
    x: Math.floor((columns - width) / 2),
    y: Math.floor((rows - height) / 2),
    width,
    height,
  };
  const lines = draft.lines.slice(0, Math.max(0, height - border));
  return { targets: [], ...draft, lines, rectangle };
}

function draw(model: DialogModel, width: number): Draft {
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
      return createPage(model, width);
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

function promptPage({ title, field, problem }: Extract<DialogModel, { kind: 'prompt' }>, width: number): Draft {
  const wrong = problem === undefined ? [] : wrapText(problem, width).map((text): PageLine => [{ text, as: 'error' }]);
  return { title, badge: '', lines: [blank, fieldLine(field, width), blank, ...wrong] };
}

/** What went wrong and what to do about it, or what is being done. */
function statusLines(
  { problem, status }: Extract<DialogModel, { kind: 'create' }>,
  width: number,
): readonly PageLine[] {
  const as =
    (token: Token) =>
    (text: string): PageLine => [{ text, as: token }];
  if (!problem) return wrapText(status, width).map(as('info'));
  const hint = problem.hint === undefined ? [] : wrapText(problem.hint, width).map(as('plain'));
  return [...wrapText(problem.text, width).map(as('error')), ...hint];
}

const labelCells = 13;

function createPage(model: Extract<DialogModel, { kind: 'create' }>, width: number): Draft {
  const fields = model.fields.map((field) => fieldLine(field, width));
  // The choice of images stands below its field, the first one.
  const [image, ...others] = fields;
  const choices = model.images.map(({ name, note, chosen }): PageLine => {
    const text = `${' '.repeat(labelCells)}${chosen ? '●' : '○'} ${name}  ${note}`;
    return [{ text: fillText(text, width), as: chosen ? 'plain' : 'faint' }];
  });
  const lines = [...(image ? [image] : []), ...choices, ...others, blank, ...statusLines(model, width), blank];
  const same = wrapText(model.line, width).map((text): PageLine => [{ text, as: 'faint' }]);
  return {
    title: model.title,
    badge: '',
    lines: [...lines, plain('The same by command:'), ...same],
    targets: formTargets(model, width),
  };
}

/** The lines of `createPage`: the first field, the images, the other fields. */
function formTargets(
  { fields, images }: Extract<DialogModel, { kind: 'create' }>,
  width: number,
): readonly PageTarget[] {
  const [first, ...others] = fields.map(({ name }): ClickTarget => ({ kind: 'field', field: name ?? 'image' }));
  const choices = images.map(({ value }): ClickTarget => ({ kind: 'image', name: value }));
  const inOrder = first ? [first, ...choices, ...others] : others;
  return inOrder.map((target, line) => ({ line, from: 0, to: width, target }));
}

function fieldLine(field: FieldModel, width: number): PageLine {
  const label: Span = {
    text: fillText(`${field.active ? '›' : ' '} ${field.label}`, labelCells),
    as: field.problem ? 'error' : field.active ? 'fieldLabelActive' : 'fieldLabel',
  };
  const room = Math.max(1, width - labelCells);
  if (field.isChoice) {
    return [label, { text: `${field.text}  `, as: 'plain' }, { text: field.note, as: 'faint' }];
  }
  if (field.text === '' && field.cursor === undefined) return [label, { text: field.note, as: 'faint' }];
  if (field.cursor === undefined) return [label, { text: fillText(field.text, room), as: 'plain' }];
  const text = withCursor(field.text, field.cursor, room, field.isProposal ? 'faint' : 'plain');
  return [label, ...text, ...(field.text === '' ? [note(field.note)] : [])];
}

const note = (text: string): Span => ({ text: ` ${text}`, as: 'faint' });

/** The part of a text around its cursor that fits, the cursor as a block of its own. */
export function withCursor(text: string, cursor: number, width: number, as: Span['as'] = 'plain'): readonly Span[] {
  const before = [...text.slice(0, cursor)];
  const [under = ' ', ...after] = [...text.slice(cursor)];
  const hidden = Math.max(0, before.length - (width - 1));
  const left = before.slice(hidden).join('');
  const right = after.join('').slice(0, Math.max(0, width - 1 - (before.length - hidden)));
  return [
    { text: left, as },
    { text: under, as: 'cursor' },
    { text: right, as },
  ];
}
