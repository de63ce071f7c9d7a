import type { ContainerSummary } from '../../../core/api/index.ts';
import { exitText } from '../../words/exit-text.ts';
import { goingVerb } from '../operations/operation-table.ts';
import { layoutScreen } from '../screens/layout.ts';
import type { Direction } from '../screens/neighbour.ts';
import type { AppState } from '../state/app-state.ts';
import { focusTowards } from '../state/focus.ts';
import { halves, leastSplit, type SplitDirection } from '../state/pane-tree.ts';
import { withOtherShares } from '../state/resizing.ts';
import {
  activePane,
  cancellableOperation,
  livingSessions,
  pendingOperation,
  selectedContainer,
} from '../state/selectors.ts';

/** Why something cannot be done now, as a clause the user understands; undefined when it can. */
export type Reason = (state: AppState) => string | undefined;

export const noConnection: Reason = ({ connection }) => {
  if (connection.kind === 'connected') return undefined;
  return connection.kind === 'lost' ? 'conmand does not answer' : 'still connecting to conmand';
};

const noContainer: Reason = (state) =>
  noConnection(state) ?? (selectedContainer(state) === undefined ? 'no container is selected' : undefined);

export const nothingShown: Reason = (state) => (state.selectedId === undefined ? 'the list is empty' : undefined);

export const nothingMarked: Reason = (state) =>
  state.marks.size === 0 && state.rangeFrom === undefined ? 'nothing is marked' : undefined;

export const nothingToCancel: Reason = (state) =>
  cancellableOperation(state) === undefined ? 'nothing goes on that can be cancelled' : undefined;

/** Needs a container with which nothing else is being done. */
export const notIdle: Reason = (state) => {
  const reason = noContainer(state);
  const container = selectedContainer(state);
  if (reason !== undefined || container === undefined) return reason;
  const pending = pendingOperation(state, container.id);
  return pending ? `${container.name} is busy: ${goingVerb(pending)}` : undefined;
};

/** Why something that needs a running container is not possible with this one. */
export function stillness(container: ContainerSummary): string | undefined {
  switch (container.state) {
    case 'running':
      return undefined;
    case 'created':
      return `${container.name} is not started yet: s starts it`;
    case 'exited':
      return `${container.name} does not run (${exitText(container.exit)})`;
    case 'unknown':
      return `the state of ${container.name} is unknown: ${container.message}`;
  }
}

export const notRunning: Reason = (state) => {
  const reason = notIdle(state);
  const container = selectedContainer(state);
  return reason ?? (container && stillness(container));
};

/** Attaching without stdin would show what the log shows. */
export const notAttachable: Reason = (state) => {
  const reason = notRunning(state);
  const container = selectedContainer(state);
  if (reason !== undefined || container === undefined) return reason;
  return container.stdin ? undefined : `${container.name} was created without stdin: this is its log`;
};

export const noPull: Reason = ({ pulls }) =>
  pulls.size === 0 ? 'nothing was pulled or pushed yet: p pulls, u pushes an image' : undefined;

/** The pull on the screen has ended, or goes on. */
export const pullOver: Reason = (state) => (shownOutcome(state) === 'running' ? undefined : 'it has ended');
export const pullGoesOn: Reason = (state) => (shownOutcome(state) === 'running' ? 'it goes on' : undefined);

function shownOutcome({ dialog, pulls }: AppState) {
  return dialog?.kind === 'pull' ? pulls.get(dialog.pullId)?.outcome : undefined;
}

export const noSession: Reason = (state) => (activePane(state) === undefined ? 'no session is open' : undefined);

export const onlyOneSession: Reason = (state) => (state.panes.length < 2 ? 'there is no other session' : undefined);

/** A pane that never became a terminal has nothing to scroll. */
export const noScreen: Reason = (state) => {
  const phase = activePane(state)?.phase.kind;
  return phase === undefined || phase === 'opening' || phase === 'failed'
    ? 'no session has written anything'
    : undefined;
};

/** The host's shell is for containers that have none. */
export const hasShell: Reason = (state) => {
  const phase = activePane(state)?.phase;
  return phase?.kind === 'failed' && phase.noShell ? noConnection(state) : 'the container has a shell of its own';
};

/** Only an exec session is the user's to end; an attached container is ended from the list. */
export const notEndable: Reason = (state) => {
  const pane = activePane(state);
  if (pane === undefined) return 'no session is open';
  if (pane.kind === 'attach') return 'this is the container itself: s stops it, K sends a signal';
  if (pane.phase.kind === 'ended' || pane.phase.kind === 'failed') return 'the session has ended';
  return noConnection(state) ?? (pane.execId === undefined ? 'the session is still opening' : undefined);
};

/** A fresh shell goes where the session in front is, else to the selected container. */
export const noRoomForShell: Reason = (state) => {
  const pane = activePane(state);
  if (state.focus !== 'session' || pane === undefined) return notRunning(state);
  return (
    noConnection(state) ??
    (state.containers?.get(pane.containerId)?.state === 'running' ? undefined : `${pane.containerName} does not run`)
  );
};

export const connected: Reason = ({ connection }) =>
  connection.kind === 'lost' ? undefined : connection.kind === 'connected' ? 'conmand answers' : 'already connecting';

/** Whether `e` goes back to a session rather than opening one. */
export function entersSession(state: AppState): boolean {
  const container = selectedContainer(state);
  return container !== undefined && livingSessions(state, container.id).length > 0;
}

export const noLogSearch: Reason = ({ log }) => (log.search === '' ? 'nothing is searched for: / searches' : undefined);

export const noSessionSearch: Reason = (state) =>
  activePane(state)?.search ? undefined : 'nothing is searched for: / searches';

export const noLog: Reason = (state) => (state.detailId === undefined ? 'no log is shown' : undefined);

/** What `m` does needs two logs, or goes back from them. */
export const notMergeable: Reason = (state) => {
  if (state.log.merged.length > 0) return undefined;
  const several = state.marks.size > 1 || state.rangeFrom !== undefined;
  return noConnection(state) ?? (several ? undefined : 'mark two containers or more first: Space marks');
};

export const nothingToSave: Reason = (state) => (state.log.merged.length > 0 ? undefined : noLog(state));

export const wrapped: Reason = ({ log }) => (log.wrap ? 'lines are wrapped: w cuts them' : undefined);

/** Why the session in front cannot give half of its room away. */
const noRoomToSplit =
  (direction: SplitDirection): Reason =>
  (state) => {
    const pane = activePane(state);
    if (pane === undefined) return 'no session is open: e opens one';
    const layout = layoutScreen({ ...state, zoomed: false, hasSession: true });
    if (layout.mode !== 'split') return 'the window is too small for two sessions';
    const place = layout.sessions.find(({ paneId }) => paneId === pane.id);
    const [, half] = place ? halves(place.rectangle, direction) : [];
    const fits = half && half.width >= leastSplit.columns && half.height >= leastSplit.rows;
    return fits ? noRoomForShell({ ...state, focus: 'session' }) : 'there is no room for another session';
  };

export const noRoomBeside = noRoomToSplit('beside');
export const noRoomBelow = noRoomToSplit('below');

/** Why the pane that has the keyboard cannot have more (1) or less (-1) room. */
const fixedSize =
  (direction: 1 | -1): Reason =>
  (state) => {
    const { mode } = layoutScreen({ ...state, hasSession: state.panes.length > 0 });
    if (mode !== 'split') return 'this window has room for one pane at a time';
    if (state.zoomed) return 'the pane has all the room: z shows the others again';
    if (withOtherShares(state, direction) !== state) return undefined;
    return direction === 1 ? 'the others need the room they have' : 'it has the least it needs';
  };

export const noLarger = fixedSize(1);
export const noSmaller = fixedSize(-1);

const noPane =
  (direction: Direction, where: string): Reason =>
  (state) =>
    focusTowards(state, direction) === state ? `there is no pane ${where}` : undefined;

export const noPaneLeft = noPane('left', 'on the left');
export const noPaneRight = noPane('right', 'on the right');
export const noPaneAbove = noPane('up', 'above');
export const noPaneBelow = noPane('down', 'below');

export const nothingChosen: Reason = (state) =>
  activePane(state)?.choosing ? undefined : 'no lines are chosen: V begins';
