import { expect, test } from 'vitest';
import { press, run, sampleContainer, sampleState } from '../state/sample.ts';
import { detailModel } from './detail-model.ts';
import { listModel } from './list-model.ts';

const state = sampleState([sampleContainer('web')]);

test('whoever starts it for the first time is told where to find everything, until they know', () => {
  expect(listModel(state).footer).toBeUndefined();
  const first = run(state, { kind: 'first-run' }).state;
  expect(listModel(first).footer?.text).toMatch(/^first time\? \? shows every key/);
  expect(listModel(press(first, 'escape').state).footer).toBeUndefined();
  expect(listModel(press(press(first, '?').state, 'q').state).footer).toBeUndefined();
  expect(listModel(press(first, 'j').state).footer).toBeDefined();
});

test('a pane with nothing in it says what to press', () => {
  expect(detailModel(sampleState([])).placard).toEqual(['No container selected', 'Press n to create the first one.']);
  expect(detailModel(press(state, '/', 'z').state).placard).toEqual([
    'No container selected',
    'Esc shows all containers again.',
  ]);
});

test('where the tabs have no room, the one in front stays', () => {
  const narrow = sampleState([sampleContainer('web')], [], { columns: 40, rows: 10 });
  expect(detailModel(press(narrow, 'f').state).title).toBe('web [Files]');
  expect(detailModel(press(state, 'f').state).title).toBe('web Log Stats Inspect Procs [Files]');
});
