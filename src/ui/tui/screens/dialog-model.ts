import type { TerminalSize } from '../../../core/api/index.ts';
import { displayText } from '../../words/display-text.ts';
import type { AppState } from '../state/app-state.ts';
import type { Dialog, Menu, Prompt } from '../state/dialog.ts';
import { menuItems } from '../state/menu.ts';
import type { WatchedPull } from '../state/pulls.ts';
import { type ChoicesModel, choicesModel, type FieldModel } from './field-model.ts';
import { type FormModel, formModel } from './form-model.ts';
import { type HelpLine, helpLines } from './help-page.ts';
import { type PageLine, pageLines } from './page-lines.ts';
import { pageRows } from './paging.ts';

export interface MenuItemModel {
  /** Among all that match, those out of sight included. */
  readonly index: number;
  readonly label: string;
  readonly note: string;
  readonly marked: boolean;
  /** Why it cannot be chosen now. */
  readonly reason: string | undefined;
}

export type DialogModel =
  | { readonly kind: 'help'; readonly lines: readonly HelpLine[]; readonly position: string }
  | {
      readonly kind: 'confirm';
      readonly question: string;
      readonly consequences: readonly string[];
      readonly answers: readonly { readonly text: string; readonly marked: boolean }[];
    }
  | {
      readonly kind: 'menu';
      readonly title: string;
      readonly items: readonly MenuItemModel[];
      /** Such as `3 of 40`; empty when all of it is shown. */
      readonly position: string;
      readonly query: { readonly text: string; readonly cursor: number } | undefined;
    }
  | {
      readonly kind: 'prompt';
      readonly title: string;
      readonly field: FieldModel;
      readonly choices: ChoicesModel | undefined;
      readonly problem: string | undefined;
    }
  | { readonly kind: 'page'; readonly title: string; readonly lines: readonly PageLine[]; readonly position: string }
  | FormModel;

export function dialogModel(state: AppState): DialogModel | undefined {
  const { dialog } = state;
  switch (dialog?.kind) {
    case undefined:
      return undefined;
    case 'help':
      return helpModel(state, dialog.top);
    case 'confirm':
      return confirmModel(dialog);
    case 'menu':
      return menuModel(state, dialog);
    case 'prompt':
      return promptModel(dialog, state.size);
    case 'commands':
      return pageModel(state, 'What was done, as commands', dialog.top);
    case 'text':
      return pageModel(state, displayText(dialog.title), dialog.top);
    case 'pull':
      return pageModel(state, transferTitle(state.pulls.get(dialog.pullId)), dialog.top);
    case 'results':
      return pageModel(state, displayText(state.batches.get(dialog.batchId)?.title ?? ''), dialog.top);
    case 'create':
      return formModel(dialog.form, state);
  }
}

function transferTitle(pull: WatchedPull | undefined): string {
  return `${pull?.push ? 'Push' : 'Pull'} ${displayText(pull?.reference ?? '')}`;
}

function helpModel(state: AppState, top: number): DialogModel {
  const lines = helpLines(state);
  const shown = lines.slice(top, top + pageRows(state));
  const position = shown.length < lines.length ? `${top + 1}-${top + shown.length} of ${lines.length}` : '';
  return { kind: 'help', lines: shown, position };
}

function menuModel(state: AppState, menu: Menu): DialogModel {
  const items = menuItems(menu);
  const room = Math.max(1, pageRows(state) - (menu.query ? 2 : 0));
  const top = Math.max(0, Math.min(menu.index - Math.floor(room / 2), items.length - room));
  return {
    kind: 'menu',
    title: displayText(menu.title),
    items: items.slice(top, top + room).map(({ label, note, reason }, index) => ({
      index: top + index,
      label: displayText(label),
      note: displayText(note),
      marked: top + index === menu.index,
      reason: reason && displayText(reason),
    })),
    position: items.length > room ? `${Math.min(menu.index + 1, items.length)} of ${items.length}` : '',
    query: menu.query,
  };
}

function promptModel({ title, label, field, note, problem }: Prompt, size: TerminalSize): DialogModel {
  const { text, cursor } = field;
  return {
    kind: 'prompt',
    title: displayText(title),
    field: {
      name: undefined,
      label,
      text: displayText(text),
      cursor,
      active: true,
      isProposal: field.isProposal ?? false,
      note,
      isChoice: false,
      problem: problem !== undefined,
    },
    choices: choicesModel(field, size),
    problem: problem && displayText(problem),
  };
}

function pageModel(state: AppState, title: string, wantedTop: number): DialogModel {
  const lines = pageLines(state);
  const room = pageRows(state);
  const top = Math.max(0, Math.min(wantedTop, lines.length - room));
  const position = lines.length > room ? `${top + 1}-${Math.min(top + room, lines.length)} of ${lines.length}` : '';
  return { kind: 'page', title, lines: lines.slice(top, top + room), position };
}

function confirmModel(dialog: Extract<Dialog, { kind: 'confirm' }>): DialogModel {
  return {
    kind: 'confirm',
    question: displayText(dialog.question),
    consequences: dialog.consequences,
    answers: [
      { text: 'No', marked: !dialog.yes },
      { text: dialog.verb, marked: dialog.yes },
    ],
  };
}
