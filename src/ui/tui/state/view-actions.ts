import { nothingMarked } from '../keys/reasons.ts';
import { helpTop } from '../screens/help-page.ts';
import { pageLines } from '../screens/page-lines.ts';
import { movedTop } from '../screens/paging.ts';
import type { AppState } from './app-state.ts';
import type { Prompt } from './dialog.ts';
import type { Motion } from './effect.ts';
import { farewell } from './farewell.ts';
import { cycleFocus, focusOn, focusTowards } from './focus.ts';
import { dismissLog } from './log-actions.ts';
import { withoutMarks } from './marks.ts';
import { moveMenu } from './menu.ts';
import { withOtherShares } from './resizing.ts';
import { moveSelection, refresh } from './selection.ts';
import { cancellableOperation } from './selectors.ts';
import { stepTab, tabInFront } from './tabs.ts';
import { emptyTextField, textField } from './text-field.ts';
import { type Transition, to } from './transition.ts';

function move(state: AppState, motion: Motion): Transition {
  const { dialog } = state;
  if (dialog?.kind === 'menu') return to({ ...state, dialog: moveMenu(dialog, motion) });
  if (dialog?.kind === 'help') return to({ ...state, dialog: { ...dialog, top: helpTop(state, dialog.top, motion) } });
  if (dialog?.kind === 'commands' || dialog?.kind === 'results' || dialog?.kind === 'text' || dialog?.kind === 'pull') {
    return to({ ...state, dialog: { ...dialog, top: movedTop(state, pageLines(state).length, dialog.top, motion) } });
  }
  if (state.focus === 'list') return moveSelection(state, motion);
  if (state.focus === 'detail') {
    const isLog = tabInFront(state).surface === 'log';
    return to(state, isLog ? { kind: 'log-scroll', motion } : { kind: 'detail', change: { kind: 'move', motion } });
  }
  const paneId = state.activePaneId;
  return paneId === undefined ? to(state) : to(state, { kind: 'pane-scroll', paneId, motion });
}

/** Takes away one thing that is in the way, the most passing first. */
function dismiss(state: AppState): Transition {
  if (state.flash) return to({ ...state, flash: undefined });
  const log = state.focus === 'detail' && tabInFront(state).surface === 'log' ? dismissLog(state) : undefined;
  if (log) return log;
  if (nothingMarked(state) === undefined) return to(withoutMarks(state));
  if (state.zoomed) return to({ ...state, zoomed: false });
  if (state.filter.text !== '') return refresh({ ...state, filter: emptyTextField });
  if (state.isNewcomer) return to({ ...state, isNewcomer: false });
  return to(focusOn(state, 'list'));
}

const searchPrompt: Prompt = {
  kind: 'prompt',
  title: 'Search',
  label: 'For',
  field: textField(''),
  note: 'text, in upper or lower case; then n and N go on',
  problem: undefined,
  answer: (text) => ({ kind: 'search-document', text }),
};

export const viewActions = {
  up: (state: AppState) => move(state, 'up'),
  down: (state: AppState) => move(state, 'down'),
  'page-up': (state: AppState) => move(state, 'page-up'),
  'page-down': (state: AppState) => move(state, 'page-down'),
  first: (state: AppState) => move(state, 'first'),
  last: (state: AppState) => move(state, 'last'),
  'focus-next': (state: AppState) => to(cycleFocus(state, 1)),
  'focus-previous': (state: AppState) => to(cycleFocus(state, -1)),
  'focus-list': (state: AppState) => to(focusOn(state, 'list')),
  'focus-detail': (state: AppState) => to(focusOn(state, 'detail')),
  'focus-left': (state: AppState) => to(focusTowards(state, 'left')),
  'focus-right': (state: AppState) => to(focusTowards(state, 'right')),
  'focus-up': (state: AppState) => to(focusTowards(state, 'up')),
  'focus-down': (state: AppState) => to(focusTowards(state, 'down')),
  zoom: (state: AppState) => to({ ...state, zoomed: !state.zoomed }),
  larger: (state: AppState) => to(withOtherShares(state, 1)),
  smaller: (state: AppState) => to(withOtherShares(state, -1)),
  help: (state: AppState) => to({ ...state, isNewcomer: false, dialog: { kind: 'help', top: 0 } }),
  dismiss,
  prefix: (state: AppState) => to({ ...state, prefix: true }),
  cancel: (state: AppState) => {
    const id = cancellableOperation(state);
    return id === undefined ? to(state) : to(state, { kind: 'cancel-operation', id });
  },
  connect: (state: AppState) => to(state, { kind: 'connect' }),
  quit: (state: AppState) => to(state, { kind: 'quit', farewell: farewell(state) }),
  suspend: (state: AppState) => to(state, { kind: 'suspend' }),
  filter: (state: AppState) => to({ ...focusOn(state, 'list'), filtering: true }),
  'filter-keep': (state: AppState) => to({ ...state, filtering: false }),
  'filter-clear': (state: AppState) => refresh({ ...state, filtering: false, filter: emptyTextField }),
  'tab-next': (state: AppState) => to(stepTab(state, 1)),
  'tab-previous': (state: AppState) => to(stepTab(state, -1)),
  'document-fold': (state: AppState) => to(state, { kind: 'detail', change: { kind: 'fold' } }),
  'document-search': (state: AppState) => to({ ...state, dialog: searchPrompt }),
  'document-next': (state: AppState) => to(state, { kind: 'detail', change: { kind: 'step', direction: 1 } }),
  'document-previous': (state: AppState) => to(state, { kind: 'detail', change: { kind: 'step', direction: -1 } }),
};
