import type { ContainerSummary, ExecSession } from '../../../core/api/index.ts';
import { ageText } from '../../words/age.ts';
import { joinShellWords } from '../../words/shell-words.ts';
import { suggestedName } from '../../words/suggested-name.ts';
import { isTiny } from '../screens/layout.ts';
import type { AppState } from './app-state.ts';
import { type CreateForm, emptyCreateForm } from './create-form.ts';
import type { MenuItem } from './dialog.ts';
import { flash } from './flash.ts';
import { focusOn } from './focus.ts';
import { hush } from './hush.ts';
import { begin } from './operations.ts';
import { addPane } from './panes.ts';
import { livingSessions, selectedContainer, takenNames } from './selectors.ts';
import { isOver } from './session-pane.ts';
import { enterSession, isSessionOf, openShell, reopenPane } from './sessions.ts';
import { proposal, textField } from './text-field.ts';
import { andThen, type Transition, to } from './transition.ts';

/** Does `act` with the selected container. The key table has made sure that there is one. */
const withSelected =
  (act: (state: AppState, container: ContainerSummary) => Transition) =>
  (state: AppState): Transition => {
    const container = selectedContainer(state);
    return container ? act(state, container) : to(state);
  };

function openForm(state: AppState, form: CreateForm): Transition {
  return begin({ ...state, dialog: { kind: 'create', form } }, { kind: 'list-images' });
}

/** What the last one was made of, under a name of its own. */
function formLikeTheLast(state: AppState): CreateForm {
  const { lastForm } = state;
  if (!lastForm) return emptyCreateForm;
  const name = proposal(suggestedName(lastForm.image.text, takenNames(state)));
  const [image, command] = [proposal(lastForm.image.text), proposal(lastForm.command.text)];
  return {
    ...lastForm,
    image,
    name,
    command,
    nameEdited: false,
    active: 'image',
    images: undefined,
    problem: undefined,
  };
}

function createLike(state: AppState, container: ContainerSummary): Transition {
  return openForm(state, {
    ...emptyCreateForm,
    image: textField(container.image),
    name: proposal(suggestedName(container.name.replace(/-\d+$/, ''), takenNames(state))),
    nameEdited: true,
    command: textField(joinShellWords(container.command)),
    tty: container.tty,
    active: 'name',
  });
}

function sessionMenu(state: AppState, container: ContainerSummary, sessions: readonly ExecSession[]): Transition {
  const { id: containerId } = container;
  const items = sessions.map((exec): MenuItem => {
    const open = state.panes.some((pane) => pane.execId === exec.id && !isOver(pane));
    return {
      label: `${exec.command.join(' ') || 'shell'}, begun ${ageText(exec.startedAt, state.nowMs)} ago`,
      note: open ? 'on the screen' : 'left running',
      choice: { kind: 'enter-exec', execId: exec.id, containerId },
    };
  });
  items.push({ label: 'a fresh shell', note: '', choice: { kind: 'open-shell', containerId } });
  return to({ ...state, dialog: { kind: 'menu', title: `Shells in ${container.name}`, items, index: 0 } });
}

function shell(state: AppState, container: ContainerSummary): Transition {
  if (isTiny(state.size)) return flash(state, 'warning', 'the window is too small for a shell');
  const sessions = livingSessions(state, container.id);
  const [only, second] = sessions;
  if (second) return sessionMenu(state, container, sessions);
  if (only) return enterSession(state, container.id, only.id);
  const opening = state.panes.find((pane) => isSessionOf(pane, 'shell', container.id) && pane.phase.kind === 'opening');
  return opening ? to(focusOn(state, 'session', opening.id)) : openShell(state, container.id);
}

function attach(state: AppState, container: ContainerSummary): Transition {
  if (isTiny(state.size)) return flash(state, 'warning', 'the window is too small to attach');
  const pane = state.panes.find((candidate) => isSessionOf(candidate, 'attach', container.id));
  if (!pane) return addPane(state, { kind: 'attach', containerId: container.id });
  return isOver(pane) ? reopenPane(state, pane) : to(focusOn(state, 'session', pane.id));
}

export const containerActions = {
  create: (state: AppState) => openForm(state, formLikeTheLast(state)),
  'create-like': withSelected(createLike),
  shell: withSelected(shell),
  attach: withSelected(attach),
};

/** What else a key does whose action is not possible: attaching without stdin shows what there is to see. */
export function insteadOf(action: string, state: AppState, reason: string): Transition {
  const told = flash(state, 'warning', reason);
  // Who types on, sure of a session, must not act on the list.
  const refused = action === 'shell' || action === 'attach' ? andThen(told, hush) : told;
  const container = selectedContainer(state);
  const showsLog = action === 'attach' && container?.state === 'running' && !container.stdin;
  return showsLog ? andThen(refused, (next) => to(focusOn(next, 'detail'))) : refused;
}
