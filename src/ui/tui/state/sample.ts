import type { ContainerSummary, EngineEvent, ExecSession, StatsSample } from '../../../core/api/index.ts';
import { type AppState, initialState } from './app-state.ts';
import type { Effect } from './effect.ts';
import type { Message } from './message.ts';
import { update } from './update.ts';

/** States and data for tests: small, whole and valid. */

export const sampleNowMs = 1_700_000_000_000;
const nsAgo = (seconds: number): bigint => BigInt(sampleNowMs - seconds * 1000) * 1_000_000n;

/** A running container whose id is made of its name. */
export function sampleContainer(name: string, over: Partial<ContainerSummary> = {}): ContainerSummary {
  return {
    id: Buffer.from(name).toString('hex').padEnd(32, '0').slice(0, 32),
    name,
    state: 'running',
    createdAt: nsAgo(190),
    startedAt: nsAgo(180),
    finishedAt: 0n,
    exit: undefined,
    image: 'busybox',
    command: ['sh'],
    tty: true,
    stdin: true,
    pid: 4711,
    logBytesLost: 0n,
    message: '',
    labels: {},
    ...over,
  };
}

export function sampleExec(id: string, container: ContainerSummary, over: Partial<ExecSession> = {}): ExecSession {
  return {
    id,
    containerId: container.id,
    command: ['/bin/sh'],
    tty: true,
    startedAt: nsAgo(60),
    exit: undefined,
    clients: 0,
    ...over,
  };
}

export const sampleExited = sampleContainer('batch', {
  state: 'exited',
  finishedAt: nsAgo(30),
  exit: { reason: 'exited', code: 3, signal: undefined, at: nsAgo(30) },
  tty: false,
  stdin: false,
  command: ['sh', '-c', 'exit 3'],
});

/** Messages sent one after the other, and every effect they had. */
export function run(state: AppState, ...messages: readonly Message[]): { state: AppState; effects: readonly Effect[] } {
  let now = state;
  const effects: Effect[] = [];
  for (const message of messages) {
    const next = update(now, message);
    now = next.state;
    effects.push(...next.effects);
  }
  return { state: now, effects };
}

const typedAs: Readonly<Record<string, string>> = { space: ' ' };

/** Keys struck one after the other. */
export function press(state: AppState, ...chords: readonly string[]): ReturnType<typeof run> {
  return run(
    state,
    ...chords.map(
      (chord): Message => ({
        kind: 'key',
        chord,
        text: typedAs[chord] ?? ([...chord].length === 1 ? chord : ''),
      }),
    ),
  );
}

export const engineEvent = (...events: readonly EngineEvent[]): Message => ({ kind: 'engine-events', events });

export const containerEvent = (
  type: Extract<EngineEvent, { kind: 'container' }>['type'],
  container: ContainerSummary,
): Message => engineEvent({ kind: 'container', type, at: 1n, container });

/** Connected, at 120x40, with these containers; the first is selected. */
export function sampleState(
  containers: readonly ContainerSummary[],
  execs: readonly ExecSession[] = [],
  size: AppState['size'] = { columns: 120, rows: 40 },
): AppState {
  const start = initialState({ host: 'box', socketPath: undefined, size, nowMs: sampleNowMs });
  return run(
    start,
    { kind: 'client-loaded', version: '0.1.0' },
    {
      kind: 'connected',
      version: {
        version: '0.1.0',
        runtimeName: 'runc',
        runtimeVersion: '1.1.5',
        runtimes: [],
        pid: 100,
        startedAt: 1n,
      },
      notice: undefined,
    },
    engineEvent({ kind: 'snapshot', containers, execs }),
  ).state;
}

/** A sample in which each of them takes half a percent of a processor and two megabytes of eight. */
export function sampleStats(...containers: readonly ContainerSummary[]): StatsSample {
  const cpu = { usageUs: 0, userUs: 0, systemUs: 0, perCoreUs: [], cores: 0.005 };
  const memory = { usageBytes: 0, workingSetBytes: 2_000_000, limitBytes: 8_000_000, anonymousBytes: 0, fileBytes: 0 };
  return {
    at: 1n,
    containers: containers.map(({ id }) => ({
      containerId: id,
      at: 1n,
      cpu: { ...cpu, periods: 0, throttledPeriods: 0, throttledUs: 0 },
      memory: { ...memory, swapBytes: 0, majorFaults: 0, oomKills: 0 },
      pids: { current: 1 },
      block: { readBytes: 0, writeBytes: 0, reads: 0, writes: 0 },
      network: [],
    })),
  };
}
