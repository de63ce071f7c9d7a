import type { EngineVersion, StatsSample } from '../../../core/api/index.ts';
import type { Action, Binding } from '../keys/binding.ts';
import { contextChain, findBinding, reasonAgainst, typesText } from '../keys/resolve.ts';
import { isTiny } from '../screens/layout.ts';
import { viewNamed } from '../views/registry.ts';
import type { AppState } from './app-state.ts';
import { heldFor, holdInput } from './awaited-names.ts';
import { click } from './click.ts';
import { containerActions, insteadOf } from './container-actions.ts';
import { answerQuestion, chooseMarked, dialogActions, submit, typeInDialog, typeInFilter } from './dialog-actions.ts';
import { takeEvents } from './engine-events.ts';
import { copyPrompt, filesActions } from './files-actions.ts';
import { flash, flashError } from './flash.ts';
import { focusOn } from './focus.ts';
import { helpActions } from './help-actions.ts';
import { hush } from './hush.ts';
import { listActions } from './list-actions.ts';
import { logActions } from './log-actions.ts';
import { changeLog } from './log-view.ts';
import type { Message, TypedInput } from './message.ts';
import { takeOperationMessage } from './operations.ts';
import { takePaneMessage } from './panes.ts';
import { pathActions, takeNames, takeOrSubmit } from './path-actions.ts';
import { pathField } from './path-field.ts';
import { pullActions } from './pull-actions.ts';
import { findPulls, takePullEnd, takePullFailure, takePullProgress } from './pulls.ts';
import { pursue } from './pursue.ts';
import { takePushProgress } from './pushes.ts';
import { forgetRemembered, takeRemembered } from './remembered.ts';
import { withLayout } from './remembered-layout.ts';
import { moveSelection, refresh, select } from './selection.ts';
import { sessionActions } from './session-actions.ts';
import { fittedPage, textPage } from './text-page.ts';
import { andThen, type Transition, to } from './transition.ts';
import { viewActions } from './view-actions.ts';
import { fetchView, takeFetchProblem, takeItems } from './views.ts';

const actions: Readonly<Record<Action, (state: AppState) => Transition>> = {
  ...viewActions,
  ...containerActions,
  ...sessionActions,
  ...dialogActions,
  ...listActions,
  ...helpActions,
  ...logActions,
  ...filesActions,
  ...pullActions,
  ...pathActions,
  'choice-take': (state) => takeOrSubmit(state, pressNamed),
  choose: (state) => chooseMarked(state, pressNamed),
  submit: (state) => submit(state, pressNamed),
  'confirm-yes': (state) => answerQuestion(state, true, pressNamed),
  'confirm-no': (state) => answerQuestion(state, false, pressNamed),
};

/** The whole logic of the application: what a message makes of the state, and what is to be done about it. Pure. */
export function update(state: AppState, message: Message): Transition {
  switch (message.kind) {
    case 'key':
    case 'paste':
      return takeInput(state, message);
    case 'prefix':
      return to({ ...state, prefix: true });
    case 'command':
      return pressKey({ ...state, prefix: true }, message.chord, '');
    case 'prefix-sent':
      return to({ ...state, prefix: false });
    case 'detach':
      return actions['session-leave'](state);
    case 'focused':
      return to(state.dialog ? state : focusOn(state, message.focus, message.paneId ?? state.activePaneId));
    case 'wheel':
      return state.dialog ? turnWheel(state, message.motion) : moveSelection(state, message.motion);
    case 'clicked':
      return message.target.kind === 'key'
        ? pressKey(state, message.target.chord, '')
        : click(state, message.target, pressNamed);
    case 'selected':
      return state.dialog ? to(state) : select(focusOn(state, 'list'), message.itemId);
    case 'resized':
      return to(resize(state, message.size));
    case 'tick':
      return to({ ...state, nowMs: message.nowMs });
    case 'client-loaded':
      return to({ ...state, clientVersion: message.version });
    case 'daemon-starting':
      return to({ ...state, connection: { kind: 'connecting', starting: true } });
    case 'connected':
      return connect(state, message.version, message.notice);
    case 'remembered':
      return takeRemembered(state, message.containers);
    case 'connection-lost': {
      const { message: text, hint } = message.error;
      return forgetRemembered({ ...state, connection: { kind: 'lost', text, hint, retryAtMs: message.retryAtMs } });
    }
    case 'engine-events':
      return takeEvents(state, message.events);
    case 'files':
      return to({ ...state, files: { path: message.path, changes: message.changes } });
    case 'work-slow': {
      const { id, text, nowMs } = message;
      return to({ ...state, nowMs, slowWork: new Map(state.slowWork).set(id, { text, sinceMs: nowMs }) });
    }
    case 'work-over':
      return to({ ...state, slowWork: new Map([...state.slowWork].filter(([id]) => id !== message.id)) });
    case 'ask-copy':
      return to({ ...state, dialog: copyPrompt(state, message) });
    case 'text':
      return to({ ...state, dialog: textPage(state.size, message.title, message.lines) });
    case 'names-found':
    case 'names-failed':
      return takeAwaitedNames(state, message);
    case 'told':
      return flash(state, message.severity, message.text);
    case 'pulls-found':
      return findPulls(state, message.pulls);
    case 'pull-progress':
      return takePullProgress(state, message.pullId, message.news);
    case 'pull-done':
      return takePullEnd(state, message.pullId);
    case 'push-progress':
      return to(takePushProgress(state, message.operationId, message.progress));
    case 'pull-failed':
      return takePullFailure(state, message.pullId, message.error);
    case 'first-run':
      return to({ ...state, isNewcomer: true });
    case 'layout':
      return withLayout(state, message.layout);
    case 'stats':
      return takeSample({ ...state, histories: message.histories ?? state.histories }, message.sample);
    case 'fetched':
      return takeItems(state, message.viewId, message.items);
    case 'fetch-failed':
      return takeFetchProblem(state, message.viewId, message.error);
    case 'operation-slow':
    case 'operation-progress':
    case 'operation-done':
    case 'operation-failed':
      return takeOperationMessage(state, message);
    case 'pane-live':
    case 'pane-ended':
    case 'pane-failed':
      return takePaneMessage(state, message);
    case 'hush-over':
      return to({ ...state, hushed: false });
    case 'log-following':
      return changeLog(state, { following: message.following });
    case 'log-problem':
      return changeLog(state, { problem: message.text });
    case 'log-opened':
      return changeLog(state, { problem: undefined, choosing: false, searching: false });
    case 'log-searching':
      return changeLog(state, { searching: message.searching });
    case 'not-done':
      return flashError(state, message.error, message.doing);
    case 'settled':
      return to({ ...state, detailId: state.selectedId });
    case 'flash-expired':
      return to(state.flash?.id === message.flashId ? { ...state, flash: undefined } : state);
  }
}

function takeInput(state: AppState, input: TypedInput): Transition {
  const holding = holdInput(state, input);
  if (holding) return to(holding);
  const free = state.awaitedNames ? { ...state, awaitedNames: undefined } : state;
  if (input.kind === 'key') return pressKey(free, input.chord, input.text);
  return typesText(free) ? typeText(free, '', input.text) : to(free);
}

/** Who typed on before the names were there meant what comes after them. */
function takeAwaitedNames(
  state: AppState,
  message: Extract<Message, { readonly kind: 'names-found' | 'names-failed' }>,
): Transition {
  const held = heldFor(state, message);
  const taken = takeNames(held ? { ...state, awaitedNames: undefined } : state, message);
  return (held ?? []).reduce((before, input) => andThen(before, (after) => takeInput(after, input)), taken);
}

function pressKey(state: AppState, chord: string, text: string): Transition {
  if (state.hushed && !state.dialog) return hush(state);
  const binding = findBinding(state, chord, contextChain(state));
  // A key after the prefix is always the last of its command, known or not.
  const after = { ...state, prefix: false, flash: keptFlash(state, binding?.action) };
  if (!binding) return typesText(after) && !state.prefix ? typeText(after, chord, text) : to(after);
  return runBinding(after, binding);
}

function runBinding(state: AppState, binding: Binding): Transition {
  const reason = reasonAgainst(binding, state);
  if (reason !== undefined) return insteadOf(binding.action, state, reason);
  return 'intent' in binding ? pursue(state, binding.intent(state), pressNamed) : actions[binding.action](state);
}

/** Does what a key of this name does where the focus is, as chosen from a menu. */
function pressNamed(state: AppState, name: string): Transition {
  const chain = contextChain(state);
  const binding = chain.flatMap((context) =>
    state.bindings.filter((candidate) => candidate.context === context && candidate.action === name),
  )[0];
  return binding ? runBinding(state, binding) : to(state);
}

/** Lines of a page, items of a menu, fields of a form: what the arrows go through. */
function turnWheel(state: AppState, motion: 'up' | 'down'): Transition {
  if (pathField(state)?.field.choices) return actions[motion === 'up' ? 'choice-previous' : 'choice-next'](state);
  const kind = state.dialog?.kind;
  if (kind === 'create') return actions[motion === 'up' ? 'field-previous' : 'field-next'](state);
  return kind === 'confirm' || kind === 'prompt' ? to(state) : actions[motion](state);
}

/** The next key means that a message was seen; an error stays until it is closed or old. */
function keptFlash({ flash: shown }: AppState, action: string | undefined): AppState['flash'] {
  return action === 'dismiss' || shown?.severity === 'error' ? shown : undefined;
}

function typeText(state: AppState, chord: string, text: string): Transition {
  if (state.dialog) return typeInDialog(state, chord, text);
  const filter = typeInFilter(state.filter, chord, text);
  return filter ? refresh({ ...state, filter }) : to(state);
}

function resize(state: AppState, size: AppState['size']): AppState {
  const next = { ...state, size, dialog: fittedPage(state.dialog, size) };
  if (isTiny(size)) {
    const beforeTiny = state.beforeTiny ?? { focus: state.focus, zoomed: state.zoomed };
    return { ...next, focus: 'list', zoomed: false, beforeTiny };
  }
  if (!state.beforeTiny) return next;
  const { focus, zoomed } = state.beforeTiny;
  const focused = focusOn({ ...next, beforeTiny: undefined }, focus);
  return { ...focused, zoomed: zoomed && focused.focus === focus };
}

/** The list is made anew only where its order depends on the sample. */
function takeSample(state: AppState, { containers }: StatsSample): Transition {
  const usage = new Map(containers.map((stats) => [stats.containerId, stats]));
  const next = { ...state, usage };
  const sorted = viewNamed(state.viewId).columns.find(({ id }) => id === state.sort?.column);
  return sorted?.needsUsage ? refresh(next) : to(next);
}

function connect(state: AppState, version: EngineVersion, notice: string | undefined): Transition {
  const next: AppState = { ...state, connection: { kind: 'connected', version, notice } };
  const fetching = andThen(fetchView(next, next.viewId), (after) => to(after, { kind: 'find-pulls' }));
  return notice === undefined ? fetching : andThen(fetching, (after) => flash(after, 'warning', notice));
}
