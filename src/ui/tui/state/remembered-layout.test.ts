import { expect, test } from 'vitest';
import { layoutOf } from './remembered-layout.ts';
import { press, run, sampleContainer, sampleState } from './sample.ts';

const web = sampleContainer('web', { labels: { app: 'shop' } });
const db = sampleContainer('db');

test('the screen is as it was left: order, columns, groups, tab, view', () => {
  const left = press(sampleState([web, db]), 'o', 'enter', 'O', 'enter', 'escape', 'b', 'j', 'enter', ']', '2').state;
  const layout = JSON.parse(JSON.stringify(layoutOf(left)));
  const found = run(sampleState([web, db]), { kind: 'layout', layout }).state;
  expect(found.viewId).toBe('images');
  expect(layoutOf(found)).toEqual(layoutOf(left));
  const back = press(found, '1').state;
  expect(back.visible.map(({ heading, id }) => heading ?? id)).toEqual([
    'app=shop (1)',
    web.id,
    'without app (1)',
    db.id,
  ]);
});

test('a view and a column that are no more do no harm', () => {
  const layout = {
    viewId: 'bogus',
    tabs: { containers: 'bogus' },
    lists: { containers: { sort: { column: 'bogus', isDescending: true }, columns: { bogus: true }, groupBy: null } },
    form: null,
  };
  const found = run(sampleState([web, db]), { kind: 'layout', layout }).state;
  expect(found).toMatchObject({ viewId: 'containers', selectedId: web.id });
  expect(found.visible).toHaveLength(2);
});

test('what was created last is what the next form begins with, under a name of its own', () => {
  const form = press(sampleState([web]), 'n', 'x', 'tab', 'tab', 'l', 's', 'enter').state;
  const { state } = run(sampleState([web]), { kind: 'layout', layout: layoutOf(form) });
  const { dialog } = press(state, 'n').state;
  expect(dialog).toMatchObject({ form: { image: { text: 'x' }, command: { text: 'ls' }, name: { text: 'x-1' } } });
});
