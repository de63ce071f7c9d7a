import { describe, expect, test } from 'vitest';
import { ConmanError } from '../../../core/errors/index.ts';
import { initialState } from './app-state.ts';
import { readRememberedList, writeRememberedList } from './remembered-list.ts';
import { run, sampleContainer, sampleExited } from './sample.ts';

const socketPath = '/run/conmand.sock';
const web = sampleContainer('web', { paused: true });
const text = writeRememberedList(socketPath, [web, sampleExited]);

test('gives back what was written, but for what is only true at the moment', () => {
  const momentary = { pid: 0, logBytesLost: 0n, labels: {} };
  expect(readRememberedList(text, socketPath)).toEqual([
    { ...web, ...momentary },
    { ...sampleExited, ...momentary },
  ]);
});

test.each([
  ['of another conmand', text, '/run/other.sock'],
  ['of another version', text.replace('"version":1', '"version":2'), socketPath],
  ['cut off', text.slice(0, -20), socketPath],
  ['of another kind', '"hello"', socketPath],
  ['with an unknown state', text.replace('"running"', '"flying"'), socketPath],
  ['with a time that is none', text.replace(/"createdAt":"\d+"/, '"createdAt":"-1"'), socketPath],
  ['with a number for a name', text.replace('"name":"web"', '"name":7'), socketPath],
  ['with an id that is none', text.replace(web.id, '../../etc/passwd'), socketPath],
])('ignores a document %s', (_, document, socket) => {
  expect(document).not.toBe(socket === socketPath ? text : '');
  expect(readRememberedList(document, socket)).toBeUndefined();
});

describe('the state', () => {
  const start = initialState({ host: 'box', socketPath: undefined, size: { columns: 120, rows: 40 }, nowMs: 0 });
  const remembered = { kind: 'remembered', containers: [web, sampleExited] } as const;

  test('shows the list until the true one is there', () => {
    const { state } = run(start, remembered);
    expect(state).toMatchObject({ isRemembered: true, selectedId: web.id });
    const snapshot = { kind: 'snapshot', containers: [sampleExited], execs: [] } as const;
    const live = run(state, { kind: 'engine-events', events: [snapshot] }).state;
    expect(live).toMatchObject({ isRemembered: false, selectedId: sampleExited.id });
    expect(run(live, remembered).state).toBe(live);
  });

  test('forgets it when there is no conmand: nobody knows what is true', () => {
    const error = new ConmanError('unavailable', 'gone');
    const { state } = run(start, remembered, { kind: 'connection-lost', error, retryAtMs: 1 });
    expect(state).toMatchObject({ containers: undefined, isRemembered: false, visible: [], selectedId: undefined });
  });
});
