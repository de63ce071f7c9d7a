import type { Timestamps } from '../log/line-painting.ts';
import type { AppState } from './app-state.ts';
import type { Effect } from './effect.ts';
import { type Transition, to } from './transition.ts';

/** How far back the log is read: by the keys 0 to 6. */
export const sinceChoices = [
  { text: 'all', minutes: undefined },
  { text: '1m', minutes: 1 },
  { text: '5m', minutes: 5 },
  { text: '15m', minutes: 15 },
  { text: '1h', minutes: 60 },
  { text: '6h', minutes: 360 },
  { text: '24h', minutes: 1440 },
] as const;

export interface LogView {
  readonly wrap: boolean;
  readonly timestamps: Timestamps;
  readonly following: boolean;
  /** Why the log cannot be read. */
  readonly problem: string | undefined;
  /** What is marked and jumped to; empty: nothing. */
  readonly search: string;
  /** Only lines with it are shown; empty: all. */
  readonly filter: string;
  /** Place in `sinceChoices`, and the Unix time in ms when it was chosen. */
  readonly since: number;
  readonly sinceFromMs: number;
  /** Containers whose logs are shown as one, by time; empty: that of the selected one. */
  readonly merged: readonly string[];
  /** Lines are being chosen for copying. */
  readonly choosing: boolean;
  /** Older parts of the log are being searched. */
  readonly searching: boolean;
}

export const initialLogView: LogView = {
  wrap: false,
  timestamps: 'off',
  following: true,
  problem: undefined,
  search: '',
  filter: '',
  since: 0,
  sinceFromMs: 0,
  merged: [],
  choosing: false,
  searching: false,
};

export function changeLog(state: AppState, change: Partial<LogView>, ...effects: readonly Effect[]): Transition {
  return to({ ...state, log: { ...state.log, ...change } }, ...effects);
}

/** The oldest time that is shown, as Unix time in ns; undefined for all of the log. */
export function sinceNs({ since, sinceFromMs }: LogView): bigint | undefined {
  const minutes = sinceChoices[since]?.minutes;
  return minutes === undefined ? undefined : BigInt(sinceFromMs - minutes * 60_000) * 1_000_000n;
}

const nextTimestamps = { off: 'utc', utc: 'local', local: 'off' } as const;

export function cycleTimestamps(timestamps: Timestamps): Timestamps {
  return nextTimestamps[timestamps];
}
