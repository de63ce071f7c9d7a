import { fillText } from '../../text/fit-text.ts';
import { wrapText } from '../present/wrap-text.ts';
import type { Token } from '../theme/theme.ts';
import type { DialogModel } from './dialog-model.ts';
import { withCursor } from './field-cursor.ts';
import type { ChoicesModel, FieldModel } from './field-model.ts';
import type { FormModel } from './form-model.ts';
import { blank, type Draft, fromRows, plain, type Row } from './page-draft.ts';
import type { PageLine, Span } from './page-lines.ts';

/** What a label takes, with a blank behind it. */
const labelCells = 13;

type PromptModel = Extract<DialogModel, { kind: 'prompt' }>;

export function promptPage({ title, field, choices, problem }: PromptModel, width: number): Draft {
  const above: readonly Row[] = [{ line: blank }, { line: fieldLine(field, width) }];
  if (choices) {
    const rows = [...above, ...choiceRows(choices, width), { line: blank }];
    return { title, badge: choices.position, ...fromRows(rows, width) };
  }
  const wrong = problem === undefined ? [] : linesAs('error', problem, width);
  return { title, badge: '', lines: [...above.map(({ line }) => line), blank, ...wrong] };
}

/** `height` lines are in sight at once: where that is not all, what is wrong stands beside its field. */
export function createPage(model: FormModel, width: number, height: number): Draft {
  const fields = model.fields.map((field): Row => {
    return { line: fieldLine(field, width), ...(field.name && { target: { kind: 'field', field: field.name } }) };
  });
  const active = model.fields.findIndex((field) => field.active);
  const below = model.choices ? choiceRows(model.choices, width) : imageRows(model, width);
  const status = statusLines(model, width);
  const same = [plain('The same by command:'), ...linesAs('faint', model.line, width)];
  const isCut = fields.length + below.length + status.length + same.length + 2 > height;
  const isTold = model.problem !== undefined || model.status !== '';
  const beside = isCut && isTold ? status.map((line): Row => ({ line })) : [];
  const rows: readonly Row[] = [
    ...[...fields.slice(0, active + 1), ...beside, ...below, ...fields.slice(active + 1)],
    ...[blank, ...(isCut ? [] : status), blank, ...same].map((line): Row => ({ line })),
  ];
  const chosen = model.choices?.names.findIndex(({ marked }) => marked) ?? -1;
  const mainLine = active + beside.length + chosen + 1;
  return { title: model.title, badge: model.choices?.position ?? '', ...fromRows(rows, width), mainLine };
}

const linesAs = (as: Token, text: string, width: number): readonly PageLine[] =>
  wrapText(text, width).map((line): PageLine => [{ text: line, as }]);

/** What went wrong and what to do about it, or what is being done. */
function statusLines({ problem, status }: FormModel, width: number): readonly PageLine[] {
  if (!problem) return linesAs('info', status, width);
  const hint = problem.hint === undefined ? [] : linesAs('plain', problem.hint, width);
  return [...linesAs('error', problem.text, width), ...hint];
}

function imageRows({ images }: FormModel, width: number): readonly Row[] {
  return images.map(({ name, value, note, chosen }): Row => {
    const text = `${' '.repeat(labelCells)}${chosen ? '●' : '○'} ${name}  ${note}`;
    const line: PageLine = [{ text: fillText(text, width), as: chosen ? 'plain' : 'faint' }];
    return { line, target: { kind: 'image', name: value } };
  });
}

/** Names that a path can become, one below the other. */
function choiceRows({ names }: ChoicesModel, width: number): readonly Row[] {
  return names.map(({ index, text, marked }): Row => {
    const words = `${' '.repeat(labelCells - 2)}${marked ? '›' : ' '} ${text}`;
    const line: PageLine = [{ text: fillText(words, width), as: marked ? 'choiceMarked' : 'choice' }];
    return { line, target: { kind: 'choice', index } };
  });
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
