import { expect, test } from 'vitest';
import { ConmanError } from '../../../core/errors/index.ts';
import { containerEvent, press, run, sampleContainer, sampleExec, sampleExited, sampleState } from './sample.ts';

const web = sampleContainer('web');
const fresh = sampleContainer('fresh', { state: 'created', pid: 0 });
const quiet = sampleContainer('quiet', { tty: false, stdin: false });

test('s stops what runs and starts what does not; r restarts', () => {
  expect(press(sampleState([web]), 's').effects).toMatchObject([{ operation: { kind: 'stop', containerId: web.id } }]);
  expect(press(sampleState([fresh]), 's').effects).toMatchObject([
    { operation: { kind: 'start', containerId: fresh.id } },
  ]);
  expect(press(sampleState([sampleExited]), 's').effects).toMatchObject([
    { operation: { kind: 'start', containerId: sampleExited.id } },
  ]);
  expect(press(sampleState([web]), 'r').effects).toMatchObject([
    { operation: { kind: 'restart', containerId: web.id } },
  ]);
});

test.each([
  [sampleExited, 'r', 'batch does not run (exited 3)'],
  [sampleExited, 'e', 'batch does not run (exited 3)'],
  [sampleExited, 'K', 'batch does not run (exited 3)'],
  [fresh, 'e', 'fresh is not started yet: s starts it'],
  [
    sampleContainer('odd', { state: 'unknown', message: 'its shim is gone' }),
    's',
    'the state of odd is unknown: its shim is gone',
  ],
])('what cannot be done says why: %#', (container, key, reason) => {
  const { state, effects } = press(sampleState([container]), key);
  expect(state.flash).toMatchObject({ severity: 'warning', text: reason });
  const awaitsTyping = key === 'e' || key === 'a';
  expect(effects.map((effect) => effect.kind)).toEqual(['expire-flash', ...(awaitsTyping ? ['hush'] : [])]);
});

test('without containers or connection the keys say so', () => {
  expect(press(sampleState([]), 'd').state.flash?.text).toBe('no container is selected');
  const lost = run(sampleState([web]), {
    kind: 'connection-lost',
    error: new ConmanError('unavailable', 'connection refused'),
    retryAtMs: 0,
  }).state;
  expect(press(lost, 'n').state.flash?.text).toBe('conmand does not answer');
  expect(press(lost, 'C').effects).toEqual([{ kind: 'connect' }]);
});

test('a container that is busy is left alone until it is done', () => {
  const busy = press(sampleState([web]), 's').state;
  expect(press(busy, 'd').state.flash?.text).toBe('web is busy: stopping');
  const id = [...busy.operations.keys()][0] as number;
  const done = run(busy, { kind: 'operation-done', id, result: { kind: 'none' } }).state;
  expect(press(done, 'd').state.dialog?.kind).toBe('confirm');
});

test('a failure is told with what failed and what to do', () => {
  const busy = press(sampleState([web]), 's').state;
  const error = new ConmanError('permission-denied', 'not allowed');
  const id = [...busy.operations.keys()][0] as number;
  expect(run(busy, { kind: 'operation-failed', id, error }).state.flash).toMatchObject({
    severity: 'error',
    text: 'cannot stop web: not allowed',
    hint: 'run as root: sudo conman-tui',
  });
});

test('removing asks, and Enter alone means no', () => {
  const asked = press(sampleState([sampleExited]), 'd').state;
  expect(asked.dialog).toMatchObject({ kind: 'confirm', question: 'Remove batch?', verb: 'Remove', yes: false });
  expect(press(asked, 'enter')).toMatchObject({ state: { dialog: undefined }, effects: [] });
  expect(press(asked, 'escape').effects).toEqual([]);
  const remove = [{ operation: { kind: 'remove', containerId: sampleExited.id, force: false } }];
  expect(press(asked, 'y').effects).toMatchObject(remove);
  expect(press(asked, 'tab', 'enter').effects).toMatchObject(remove);
});

test('removing a running container offers to kill it, and says what is lost', () => {
  const shell = sampleExec('x1', web);
  const { dialog } = press(sampleState([web], [shell]), 'd').state;
  expect(dialog).toMatchObject({
    verb: 'Kill and remove',
    consequences: [
      'A shell in it ends.',
      'It runs: it is killed first, without time to finish.',
      'Its log and all changes to its file system are lost. The image stays.',
    ],
    choice: { operations: [{ force: true }] },
  });
});

test('K offers signals, the gentle one first', () => {
  const menu = press(sampleState([web]), 'K').state;
  expect(press(menu, 'enter').effects).toMatchObject([{ operation: { kind: 'kill', signal: 'TERM' } }]);
  expect(press(menu, 'j', 'enter').effects).toMatchObject([{ operation: { kind: 'kill', signal: 'KILL' } }]);
  expect(press(menu, 'escape')).toMatchObject({ state: { dialog: undefined }, effects: [] });
});

test('attaching without stdin shows the log instead, and says why', () => {
  const { state, effects } = press(sampleState([quiet]), 'a');
  expect(state.focus).toBe('detail');
  expect(state.panes).toEqual([]);
  expect(state.flash?.text).toBe('quiet was created without stdin: this is its log');
  expect(effects.map((effect) => effect.kind)).toEqual(['expire-flash', 'hush']);
});

test('what the form created is selected when it appears', () => {
  const created = sampleContainer('new');
  const form = press(sampleState([web]), 'n').state;
  const images = [{ name: 'busybox', id: 'i', createdAt: 1n, sizeBytes: 1, command: ['sh'] }];
  const listing = [...form.operations.keys()][0] as number;
  const filled = run(form, { kind: 'operation-done', id: listing, result: { kind: 'images', images } }).state;
  const sent = press(filled, 'enter');
  expect(sent.effects).toMatchObject([
    { operation: { kind: 'create', options: { name: 'busybox-1', image: 'busybox', tty: true, stdin: true } } },
  ]);
  const id = [...sent.state.operations.keys()][0] as number;
  const done = run(
    sent.state,
    { kind: 'operation-done', id, result: { kind: 'created', containerId: created.id } },
    containerEvent('created', created),
  ).state;
  expect(done).toMatchObject({ dialog: undefined, selectedId: created.id });
});

test('the form stays with what was typed and the error', () => {
  const form = press(sampleState([web]), 'n').state;
  const typed = press(form, 'tab', ...'x'.split(''), 'shift-tab', '/', 'r').state;
  const sent = press(typed, 'enter').state;
  const id = [...sent.operations].find(([, { operation }]) => operation.kind === 'create')?.[0] as number;
  const error = new ConmanError('not-found', '/r: no such directory', { hint: 'name another' });
  expect(press(sent, 'z').state.dialog).toEqual(sent.dialog);
  expect(run(sent, { kind: 'operation-failed', id, error }).state.dialog).toMatchObject({
    kind: 'create',
    form: {
      image: { text: '/r' },
      name: { text: 'x' },
      submitting: false,
      problem: { text: '/r: no such directory', hint: 'name another' },
    },
  });
});

test('Space ticks the terminal box and is typed elsewhere', () => {
  const form = press(sampleState([web]), 'n', 'tab', 'tab', 'a', 'space', 'b', 'tab', 'space').state;
  expect(form.dialog).toMatchObject({ form: { command: { text: 'a b' }, tty: false } });
  expect(press(form, 'y').state.dialog).toMatchObject({ form: { tty: true } });
});

test('N takes over what the selected container is made of', () => {
  const { state } = press(sampleState([sampleExited]), 'N');
  expect(state.dialog).toMatchObject({
    form: {
      image: { text: 'busybox' },
      name: { text: 'batch-1' },
      command: { text: "sh -c 'exit 3'" },
      tty: false,
    },
  });
});

test('a message goes with the next key, an error stays until Esc', () => {
  const refused = press(sampleState([sampleExited]), 'K').state;
  expect(refused.flash).toBeDefined();
  expect(press(refused, 'j').state.flash).toBeUndefined();
  const busy = press(sampleState([web]), 's').state;
  const id = [...busy.operations.keys()][0] as number;
  const failed = run(busy, { kind: 'operation-failed', id, error: new ConmanError('internal', 'broken') }).state;
  expect(press(failed, 'j').state.flash?.severity).toBe('error');
  expect(press(failed, 'escape').state.flash).toBeUndefined();
});
