import type { AppState } from './app-state.ts';
import type { Effect } from './effect.ts';
import { flash } from './flash.ts';
import { focusOn } from './focus.ts';
import type { Intent } from './intent.ts';
import { columnsMenu, sortBy } from './list-actions.ts';
import { changeLog } from './log-view.ts';
import { beginAll, beginPush } from './operations.ts';
import { addPane, changePane } from './panes.ts';
import { refresh } from './selection.ts';
import { enterSession, openShell } from './sessions.ts';
import { showTab } from './tabs.ts';
import { andThen, type Transition, to } from './transition.ts';
import { showView } from './views.ts';

/** Carries out the binding of this name; `update` knows how. */
export type Press = (state: AppState, name: string) => Transition;

/** Does what a choice, or a key of a view, means. */
export function pursue(state: AppState, intent: Intent, press: Press): Transition {
  switch (intent.kind) {
    case 'operate':
      return beginAll(state, intent.operations);
    case 'push':
      return beginPush(state, intent.image, intent.target);
    case 'open':
      return to({ ...state, dialog: intent.dialog });
    case 'tell':
      return flash(state, intent.severity, intent.text, intent.hint);
    case 'press':
      return press(state, intent.binding);
    case 'show-view':
      return showView(state, intent.viewId);
    case 'show-tab':
      return to(focusOn(showTab(state, intent.tabId), 'detail'));
    case 'sort':
      return refresh(sortBy(state, intent.column));
    case 'choose-column': {
      const columnChoices = new Map(state.columnChoices).set(intent.column, intent.isShown);
      return to(columnsMenu({ ...state, columnChoices }));
    }
    case 'group':
      return refresh({ ...state, groupBy: intent.label });
    case 'search-document':
      return to(state, { kind: 'detail', change: { kind: 'search', text: intent.text } });
    case 'change-log': {
      const find: readonly Effect[] = intent.find
        ? [{ kind: 'log-find', search: intent.change.search ?? state.log.search, step: 0 }]
        : [];
      return changeLog(state, intent.change, ...find);
    }
    case 'search-session': {
      const { paneId, search } = intent;
      return to(changePane(state, paneId, { search }), { kind: 'pane-find', paneId, search, step: 0 });
    }
    case 'save-log':
      return to(state, { kind: 'log-save', containerIds: intent.containerIds, path: intent.path });
    case 'copy':
      return andThen(flash(state, 'info', `copied ${intent.what}`), (next) =>
        to(next, { kind: 'copy', text: intent.text }),
      );
    case 'enter-exec':
      return enterSession(state, intent.containerId, intent.execId);
    case 'open-shell':
      return intent.command
        ? addPane(state, { kind: 'shell', containerId: intent.containerId, command: intent.command })
        : openShell(state, intent.containerId);
  }
}
