import { localPath } from '../../input/local-path.ts';
import type { AppState } from './app-state.ts';
import type { Prompt } from './dialog.ts';
import { focusOn } from './focus.ts';
import { changeLog, cycleTimestamps } from './log-view.ts';
import { markedIds } from './marks.ts';
import { searched } from './searched.ts';
import { logContainerId, mergedLogIds, noIds, showTab } from './tabs.ts';
import { textField } from './text-field.ts';
import { type Transition, to } from './transition.ts';

type Question = Omit<Prompt, 'kind' | 'field' | 'problem'>;

function ask(state: AppState, text: string, question: Question): Transition {
  return to({ ...state, dialog: { kind: 'prompt', field: textField(text), problem: undefined, ...question } });
}

const searchLog = (state: AppState): Transition =>
  ask(state, '', {
    title: 'Search the log',
    label: 'For',
    note: 'words, or /a regular expression/; then n goes to older and N to newer ones',
    answer: (text) => searched(text, { kind: 'change-log', change: { search: text }, find: text !== '' }),
  });

const filterLog = (state: AppState): Transition =>
  ask(state, state.log.filter, {
    title: 'Only some lines of the log',
    label: 'With',
    note: 'words, or /a regular expression/; nothing shows all lines',
    answer: (text) => searched(text, { kind: 'change-log', change: { filter: text }, find: false }),
  });

function saveLog(state: AppState): Transition {
  const merged = mergedLogIds(state);
  const single = logContainerId(state);
  const containerIds = merged.length > 0 ? merged : single === undefined ? [] : [single];
  if (containerIds.length === 0) return to(state);
  return ask(state, suggestedFile(state, containerIds), {
    title: containerIds.length > 1 ? `Save the logs of ${containerIds.length} containers as one` : 'Save the log',
    label: 'To',
    note: 'the name of a new file',
    path: 'path',
    answer: (text) =>
      text.trim() === '' ? 'a file needs a name' : { kind: 'save-log', containerIds, path: localPath(text, state) },
  });
}

/** `web-20260102-030405.log`: sorted by name and time in a directory. */
function suggestedFile({ nowMs, containers }: AppState, [first = '', ...others]: readonly string[]): string {
  const time = new Date(nowMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  const name = others.length > 0 ? 'merged' : (containers?.get(first)?.name ?? 'container');
  return `${name}-${time}.log`;
}

/** Takes away what is in the way of the plain log, the most passing first; undefined when nothing is. */
export function dismissLog(state: AppState): Transition | undefined {
  const { log } = state;
  if (log.searching) return to(state, { kind: 'log-find-stop' });
  if (log.search !== '') return changeLog(state, { search: '' });
  if (log.filter !== '') return changeLog(state, { filter: '' });
  if (log.merged.length > 0) return changeLog(state, { merged: noIds });
  return undefined;
}

/** The logs of the marked containers as one, or again that of the selected one. */
function mergeLogs(state: AppState): Transition {
  if (state.log.merged.length > 0) return changeLog(state, { merged: noIds });
  const marked = markedIds(state);
  const merged = [...(state.containers?.keys() ?? [])].filter((id) => marked.has(id));
  return changeLog(focusOn(showTab(state, 'log'), 'detail'), { merged });
}

const since =
  (choice: number) =>
  (state: AppState): Transition =>
    changeLog(state, { since: choice, sinceFromMs: state.nowMs });

export const logActions = {
  'log-wrap': (state: AppState) => changeLog(state, { wrap: !state.log.wrap }),
  'log-timestamps': (state: AppState) => changeLog(state, { timestamps: cycleTimestamps(state.log.timestamps) }),
  'log-follow': (state: AppState) => to(state, { kind: 'log-follow', on: !state.log.following }),
  'log-search': searchLog,
  'log-filter': filterLog,
  'log-save': saveLog,
  'log-merge': mergeLogs,
  'log-older-match': (state: AppState) => to(state, { kind: 'log-find', search: state.log.search, step: -1 }),
  'log-newer-match': (state: AppState) => to(state, { kind: 'log-find', search: state.log.search, step: 1 }),
  'log-left': (state: AppState) => to(state, { kind: 'log-shift', direction: -1 }),
  'log-right': (state: AppState) => to(state, { kind: 'log-shift', direction: 1 }),
  'log-since-all': since(0),
  'log-since-1m': since(1),
  'log-since-5m': since(2),
  'log-since-15m': since(3),
  'log-since-1h': since(4),
  'log-since-6h': since(5),
  'log-since-24h': since(6),
  'log-choose': (state: AppState) => changeLog(state, { choosing: true }, { kind: 'log-choose', on: true }),
  'log-choose-end': (state: AppState) => changeLog(state, { choosing: false }, { kind: 'log-choose', on: false }),
  'log-copy': (state: AppState) => changeLog(state, { choosing: false }, { kind: 'log-copy' }),
};
