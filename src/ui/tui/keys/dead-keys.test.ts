import { expect, test } from 'vitest';
import type { AppState } from '../state/app-state.ts';
import { press, run, sampleContainer, sampleExec, sampleExited, sampleState } from '../state/sample.ts';
import { views } from '../views/registry.ts';
import { contextChain, findBinding } from './resolve.ts';

const web = sampleContainer('web', { labels: { app: 'shop' } });
const start = sampleState([web, sampleExited], [sampleExec('x1', web)]);

/** At an end of a list they have nothing to do, as everywhere. */
const motions: ReadonlySet<string> = new Set(['up', 'down', 'page-up', 'page-down', 'first', 'last']);
/** Escape where nothing is open is quiet, and a real Ctrl-g has gone to the session before it comes here. */
const quiet: ReadonlySet<string> = new Set(['dismiss', 'session-literal']);

const items: Readonly<Record<string, readonly unknown[]>> = {
  images: [{ name: 'alpine', id: 'sha256:a', createdAt: 1n, sizeBytes: 1, command: ['sh'] }],
  volumes: [
    {
      name: 'data',
      users: [],
      createdAt: 1n,
      anonymous: false,
      mountpoint: '/v',
      labels: {},
      usedBy: [],
      sizeBytes: 1,
    },
  ],
  networks: [
    {
      ...{ name: 'conman', driver: 'bridge', source: 'conman', subnets: [], gateways: [], containers: [], labels: {} },
      ...{ isDefault: true, message: '', isolation: 'networks', bridge: 'b' },
    },
  ],
  system: [{ id: 'conmand', value: 'runs', read: async () => ({}) }],
};

function inView(index: number): AppState {
  const shown = press(start, String(index + 1)).state;
  const { id } = views[index] ?? views[0];
  return items[id] ? run(shown, { kind: 'fetched', viewId: id, items: items[id] }).state : shown;
}

/** Every place where keys mean something, and every place without anything in it. */
const places: readonly (readonly [string, AppState])[] = [
  ...views.flatMap((view, index): [string, AppState][] => {
    const shown = inView(index);
    return [
      [`list of ${view.id}`, shown],
      [`empty list of ${view.id}`, { ...shown, visible: [], selectedId: undefined, detailId: undefined }],
      ...view.tabs.map((tab, place): [string, AppState] => [
        `${view.id}, ${tab.id}`,
        press(shown, 'tab', ...Array.from({ length: place }, () => ']')).state,
      ]),
    ];
  }),
  ['without conmand', { ...start, connection: { kind: 'lost', text: '', hint: undefined, retryAtMs: 0 } }],
  ['read-only', press(start, 'R').state],
  ['marks', press(start, 'space', 'space').state],
  ['merged logs', press(start, 'space', 'space', 'm').state],
  ['choosing lines', press(start, 'l', 'V').state],
  ['after the prefix', run(start, { kind: 'prefix' }).state],
  ...sessions(),
];

function sessions(): readonly (readonly [string, AppState])[] {
  const opening = press(start, 'e').state;
  const paneId = opening.panes[0]?.id ?? 0;
  const live = run(opening, { kind: 'pane-live', paneId, exec: undefined }).state;
  const ended = run(live, { kind: 'pane-ended', paneId, exit: undefined }, { kind: 'hush-over' }).state;
  return [
    ['a session, after the prefix', run(live, { kind: 'prefix' }).state],
    ['scrollback', run(live, { kind: 'command', chord: '[' }).state],
    ['an ended session', ended],
  ];
}

test.each(places)('%s: every key does something, or says why not', (_, state) => {
  const chain = contextChain(state);
  const keys = chain.flatMap((context) =>
    state.bindings
      .filter((binding) => binding.context === context && !motions.has(binding.action) && !quiet.has(binding.action))
      .flatMap((binding) => binding.chords.filter((chord) => findBinding(state, chord, chain) === binding)),
  );
  const dead = keys.filter((chord) => {
    const { state: after, effects } = press(state, chord);
    return effects.length === 0 && !changed({ ...state, prefix: false, flash: undefined }, after);
  });
  expect(keys.length).toBeGreaterThan(3);
  expect(dead).toEqual([]);
});

function changed(before: AppState, after: AppState): boolean {
  return Object.keys(before).some((key) => before[key as keyof AppState] !== after[key as keyof AppState]);
}
