import type { ContainerSummary } from '../../../../core/api/index.ts';
import type { CoreBinding, ViewBinding } from '../../keys/binding.ts';
import {
  entersSession,
  noConnection,
  notAttachable,
  notIdle,
  notMergeable,
  notRunning,
  stillness,
} from '../../keys/reasons.ts';
import { goingVerb } from '../../operations/operation-table.ts';
import type { AppState } from '../../state/app-state.ts';
import { editForm } from '../../state/create-form.ts';
import { operate } from '../../state/intent.ts';
import { pendingOperation, selectedContainer } from '../../state/selectors.ts';
import { killMenu, namesOf, removeQuestion, renamePrompt } from './dialogs.ts';

/** Why none of them can take it: the reason of the first. With several, those that can will. */
function unlessSome(
  state: AppState,
  containers: readonly ContainerSummary[],
  reason: (container: ContainerSummary) => string | undefined,
): string | undefined {
  const gone = noConnection(state);
  if (gone !== undefined) return gone;
  const reasons = containers.map((container) => {
    const pending = pendingOperation(state, container.id);
    return pending ? `${container.name} is busy: ${goingVerb(pending)}` : reason(container);
  });
  return reasons.every((text) => text !== undefined) ? reasons[0] : undefined;
}

const any = (): undefined => undefined;
const isRunning = ({ state }: ContainerSummary): boolean => state === 'running';
const isStartable = ({ state }: ContainerSummary): boolean => state === 'created' || state === 'exited';
const able = (containers: readonly ContainerSummary[], test: (container: ContainerSummary) => boolean) => {
  const some = containers.filter(test);
  // Nothing that can: the key is refused before; a state that changed meanwhile is the engine's to refuse.
  return some.length > 0 ? some : containers;
};

/** What can be done with containers. Those without `act` are the application's own: they open panes. */
export const containerBindings: readonly (CoreBinding | ViewBinding<ContainerSummary>)[] = [
  {
    context: 'containers',
    chords: ['n'],
    action: 'create',
    description: 'create a container and start it',
    hint: 'new',
    changes: true,
    disabled: noConnection,
  },
  {
    context: 'containers',
    chords: ['N'],
    action: 'create-like',
    description: 'create another like the selected one',
    changes: true,
    disabled: notIdle,
  },
  {
    name: 'toggle-running',
    chords: ['s'],
    description: 'start it, or stop it (SIGTERM, 10 s later SIGKILL)',
    hint: (state) => (selectedContainer(state)?.state === 'running' ? 'stop' : 'start'),
    changes: true,
    disabled: (state, containers) =>
      unlessSome(state, containers, (container) => (isStartable(container) ? undefined : stillness(container))),
    // Of several, the running ones are stopped; when none runs, all are started.
    act: (_, containers) =>
      containers.some(isRunning)
        ? operate(...containers.filter(isRunning).map(({ id }) => ({ kind: 'stop', containerId: id }) as const))
        : operate(...able(containers, isStartable).map(({ id }) => ({ kind: 'start', containerId: id }) as const)),
  },
  {
    name: 'restart',
    chords: ['r'],
    description: 'stop it and start it again',
    changes: true,
    disabled: (state, containers) => unlessSome(state, containers, stillness),
    act: (_, containers) =>
      operate(...able(containers, isRunning).map(({ id }) => ({ kind: 'restart', containerId: id }) as const)),
  },
  {
    name: 'pause',
    chords: ['p'],
    description: 'hold all its processes still, or let them go on',
    changes: true,
    disabled: (state, containers) => unlessSome(state, containers, stillness),
    act: (_, containers) => {
      const running = able(containers, isRunning);
      const kind = running.every(({ paused }) => paused) ? 'resume' : 'pause';
      const changed = running.filter(({ paused = false }) => paused === (kind === 'resume'));
      return operate(...changed.map(({ id }) => ({ kind, containerId: id }) as const));
    },
  },
  {
    context: 'containers',
    chords: ['e'],
    action: 'shell',
    description: 'shell in the container; the one left running, if there is one',
    hint: (state) => (entersSession(state) ? 'back to shell' : 'shell'),
    changes: true,
    disabled: notRunning,
  },
  {
    context: 'containers',
    chords: ['a'],
    action: 'attach',
    description: "attach to the container's own terminal",
    hint: 'attach',
    changes: true,
    disabled: notAttachable,
  },
  {
    name: 'kill',
    chords: ['K'],
    description: 'send a signal, from a menu',
    hint: 'kill',
    changes: true,
    disabled: (state, containers) => unlessSome(state, containers, stillness),
    act: (_, containers) => ({ kind: 'open', dialog: killMenu(able(containers, isRunning)) }),
  },
  {
    name: 'rename',
    chords: ['M'],
    description: 'give it another name',
    changes: true,
    disabled: (state, containers) =>
      containers.length > 1 ? 'only one can be renamed at a time' : unlessSome(state, containers, any),
    act: (_, [container]) =>
      container
        ? { kind: 'open', dialog: renamePrompt(container) }
        : { kind: 'tell', severity: 'warning', text: 'no container is selected' },
  },
  {
    name: 'edit',
    chords: ['E'],
    description: 'change its limits, restart policy and labels, while it runs too',
    changes: true,
    disabled: (state, containers) => unlessSome(state, containers, any),
    act: (_, containers) => {
      const ids = containers.map(({ id }) => id);
      return { kind: 'open', dialog: { kind: 'create', form: editForm(ids, namesOf(containers)) } };
    },
  },
  {
    name: 'remove',
    chords: ['d'],
    description: 'remove it (asks)',
    hint: 'remove',
    changes: true,
    disabled: (state, containers) => unlessSome(state, containers, any),
    act: (state, containers) => ({ kind: 'open', dialog: removeQuestion(state, containers) }),
  },
  {
    name: 'log',
    chords: ['l'],
    description: 'show its log',
    act: () => ({ kind: 'show-tab', tabId: 'log' }),
  },
  {
    context: 'containers',
    chords: ['m'],
    action: 'log-merge',
    description: 'show the logs of the marked ones as one, by time',
    hint: (state) =>
      notMergeable(state) === undefined ? (state.log.merged.length > 0 ? 'one log' : 'merge logs') : undefined,
    disabled: notMergeable,
  },
  {
    name: 'inspect',
    chords: ['i'],
    description: 'show everything that is known of it',
    act: () => ({ kind: 'show-tab', tabId: 'inspect' }),
  },
  {
    name: 'files',
    chords: ['f'],
    description: 'browse its files',
    act: () => ({ kind: 'show-tab', tabId: 'files' }),
  },
];
