import type { ContainerSummary } from '../../../../core/api/index.ts';
import { menuSignals } from '../../../words/signal.ts';
import type { AppState } from '../../state/app-state.ts';
import type { Dialog, MenuItem, Prompt } from '../../state/dialog.ts';
import { namePattern } from '../../state/form-values.ts';
import { operate } from '../../state/intent.ts';
import { livingSessions } from '../../state/selectors.ts';
import { textField } from '../../state/text-field.ts';

/** `web`, or `3 containers`. */
export function namesOf(containers: readonly ContainerSummary[]): string {
  return containers.length === 1 ? (containers[0]?.name ?? '') : `${containers.length} containers`;
}

export function killMenu(containers: readonly ContainerSummary[]): Dialog {
  const items = menuSignals.map((signal): MenuItem => {
    const operations = containers.map(({ id: containerId }) => {
      return { kind: 'kill', containerId, signal: signal.name } as const;
    });
    return { label: signal.name, note: signal.meaning, choice: operate(...operations) };
  });
  return { kind: 'menu', title: `Send a signal to ${namesOf(containers)}`, items, index: 0 };
}

export function renamePrompt({ id: containerId, name }: ContainerSummary): Prompt {
  return {
    kind: 'prompt',
    title: `Rename ${name}`,
    label: 'New name',
    field: textField(name),
    note: 'letters, digits, _ . -',
    problem: undefined,
    answer: (text) =>
      namePattern.test(text)
        ? operate({ kind: 'rename', containerId, name: text })
        : 'a name has 1 to 64 letters, digits, _ . - and begins with a letter or digit',
  };
}

/** What will be lost is said, with the names of all that will go. */
export function removeQuestion(state: AppState, containers: readonly ContainerSummary[]): Dialog {
  const runs = ({ state: doing }: ContainerSummary): boolean => doing === 'running' || doing === 'unknown';
  const shells = containers.flatMap(({ id }) => livingSessions(state, id)).length;
  const one = containers.length === 1;
  const running = containers.filter(({ state: doing }) => doing === 'running').length;
  const unknown = containers.filter(({ state: doing }) => doing === 'unknown').length;
  const consequences = [
    ...(one ? [] : [containers.map(({ name }) => name).join(', ')]),
    ...(shells === 0 ? [] : [shells === 1 ? 'A shell in it ends.' : `${shells} shells in ${one ? 'it' : 'them'} end.`]),
    ...(unknown === 0 ? [] : ['It may still run: then it is killed first.']),
    ...(running === 0
      ? []
      : [
          one
            ? 'It runs: it is killed first, without time to finish.'
            : `${running} of them run: they are killed first, without time to finish.`,
        ]),
    one
      ? 'Its log and all changes to its file system are lost. The image stays.'
      : 'Their logs and all changes to their file systems are lost. The images stay.',
  ];
  return {
    kind: 'confirm',
    question: `Remove ${namesOf(containers)}?`,
    consequences,
    verb: containers.some(runs) ? 'Kill and remove' : 'Remove',
    yes: false,
    choice: operate(
      ...containers.map(
        (container) => ({ kind: 'remove', containerId: container.id, force: runs(container) }) as const,
      ),
    ),
  };
}
