import { textSearch } from '../log/text-search.ts';
import type { AppState } from './app-state.ts';
import { typeInFilter } from './dialog-actions.ts';
import type { Effect } from './effect.ts';
import { flash } from './flash.ts';
import { cycleTimestamps, type LogPrompt, type LogView, logPrompt } from './log-view.ts';
import { detailContainer } from './selectors.ts';
import { type Transition, to } from './transition.ts';

export function changeLog(state: AppState, change: Partial<LogView>, ...effects: readonly Effect[]): Transition {
  return to({ ...state, log: { ...state.log, ...change } }, ...effects);
}

const ask =
  (kind: LogPrompt['kind'], text: (state: AppState) => string) =>
  (state: AppState): Transition =>
    changeLog(state, { prompt: logPrompt(kind, text(state)) });

/** `web-20260102-030405.log`: sorted by name and time in a directory. */
function suggestedFile(state: AppState): string {
  const time = new Date(state.nowMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  return `${detailContainer(state)?.name ?? 'container'}-${time}.log`;
}

export function typeInLogPrompt(state: AppState, chord: string, text: string): Transition {
  const { prompt } = state.log;
  const field = prompt && typeInFilter(prompt.field, chord, text);
  return field ? changeLog(state, { prompt: { ...prompt, field } }) : to(state);
}

function submitPrompt(state: AppState): Transition {
  const { prompt } = state.log;
  if (!prompt) return to(state);
  const { text } = prompt.field;
  if (prompt.kind === 'save') {
    const containerId = state.detailId;
    if (text === '' || containerId === undefined) return changeLog(state, { prompt: undefined });
    return changeLog(state, { prompt: undefined }, { kind: 'log-save', containerId, path: text });
  }
  try {
    textSearch(text);
  } catch (error) {
    return flash(state, 'warning', `not a regular expression: ${(error as SyntaxError).message}`);
  }
  if (prompt.kind === 'filter') return changeLog(state, { prompt: undefined, filter: text });
  const find: readonly Effect[] = text === '' ? [] : [{ kind: 'log-find', search: text, step: 0 }];
  return changeLog(state, { prompt: undefined, search: text }, ...find);
}

/** Takes away what is in the way of the plain log, the most passing first; undefined when nothing is. */
export function dismissLog(state: AppState): Transition | undefined {
  const { log } = state;
  if (log.searching) return to(state, { kind: 'log-find-stop' });
  if (log.search !== '') return changeLog(state, { search: '' });
  if (log.filter !== '') return changeLog(state, { filter: '' });
  return undefined;
}

const since =
  (choice: number) =>
  (state: AppState): Transition =>
    changeLog(state, { since: choice, sinceFromMs: state.nowMs });

export const logActions = {
  'log-wrap': (state: AppState) => changeLog(state, { wrap: !state.log.wrap }),
  'log-timestamps': (state: AppState) => changeLog(state, { timestamps: cycleTimestamps(state.log.timestamps) }),
  'log-follow': (state: AppState) => to(state, { kind: 'log-follow', on: !state.log.following }),
  'log-search': ask('search', () => ''),
  'log-filter': ask('filter', ({ log }) => log.filter),
  'log-save': ask('save', suggestedFile),
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
  'log-prompt-submit': submitPrompt,
  'log-prompt-close': (state: AppState) => changeLog(state, { prompt: undefined }),
} satisfies Readonly<Record<string, (state: AppState) => Transition>>;
