import { expect, test } from 'vitest';
import { ConmanError } from '../../../core/errors/index.ts';
import type { AppState } from './app-state.ts';
import type { Message } from './message.ts';
import { engineEvent, press, run, sampleContainer, sampleExec, sampleExited, sampleState } from './sample.ts';
import { activePane } from './selectors.ts';

const web = sampleContainer('web');
const db = sampleContainer('db');
const both = sampleState([web, db]);
const command = (chord: string): Message => ({ kind: 'command', chord });
const killed = { reason: 'signaled', code: 137, signal: 9, at: 1n } as const;

/** A live shell in web, in front. */
function withShell(state: AppState = both, execId = 'x1'): AppState {
  const opened = press(state, 'e').state;
  const paneId = opened.activePaneId as number;
  const exec = sampleExec(execId, web);
  return run(opened, engineEvent({ kind: 'exec', type: 'started', at: 1n, exec }), { kind: 'pane-live', paneId, exec })
    .state;
}

test('e opens a shell and gives it the keyboard', () => {
  const { state, effects } = press(both, 'e');
  expect(effects).toEqual([{ kind: 'open-shell', paneId: state.activePaneId, containerId: web.id }]);
  expect(state.focus).toBe('session');
  expect(press(state, 'tab', 'e').state.panes).toHaveLength(1);
});

test('e goes back to the shell that is open', () => {
  const away = run(withShell(), command('k')).state;
  expect(away.focus).toBe('list');
  const back = press(away, 'e');
  expect(back.state).toMatchObject({ focus: 'session', panes: [{ execId: 'x1' }] });
  expect(back.effects).toEqual([]);
});

test('Ctrl-g d leaves it running; e finds it again', () => {
  const left = run(withShell(), command('d'));
  expect(left.state).toMatchObject({ panes: [], focus: 'list', flash: { text: 'left web running: e goes back' } });
  expect(left.effects.map((effect) => effect.kind)).toEqual(['leave-pane', 'expire-flash']);
  const again = press(left.state, 'e');
  expect(again.effects).toEqual([{ kind: 'enter-exec', paneId: again.state.activePaneId, execId: 'x1' }]);
});

test('a session of an earlier conman-tui is entered, several are offered', () => {
  const first = sampleExec('x1', web);
  expect(press(sampleState([web], [first]), 'e').effects).toMatchObject([{ kind: 'enter-exec', execId: 'x1' }]);
  const menu = press(sampleState([web], [first, sampleExec('x2', web)]), 'e').state;
  expect(menu.dialog).toMatchObject({
    kind: 'menu',
    items: [{ note: 'left running' }, {}, { label: 'a fresh shell' }],
  });
  expect(press(menu, 'j', 'enter').effects).toMatchObject([{ kind: 'enter-exec', execId: 'x2' }]);
  expect(press(menu, 'G', 'enter').effects).toMatchObject([{ kind: 'open-shell', containerId: web.id }]);
});

test('Ctrl-g c opens a second shell, n and p go between them', () => {
  const first = withShell();
  const second = run(first, command('c')).state;
  expect(second.panes).toHaveLength(2);
  expect(run(second, command('n')).state.activePaneId).toBe(first.activePaneId);
  expect(run(second, command('p'), command('p')).state.activePaneId).toBe(second.activePaneId);
});

test('the prefix works from the list too, and lasts for one key', () => {
  const state = press(withShell(), 'tab').state;
  const listed = run(withShell(), command('k')).state;
  expect(press(listed, 'ctrl-g', 'j').state).toMatchObject({ focus: 'session', prefix: false });
  expect(press(listed, 'ctrl-g', '%').state).toMatchObject({ focus: 'list', prefix: false });
  expect(state.focus).toBe('session');
});

test('hjkl move as the panes lie', () => {
  const shell = withShell();
  expect(run(shell, command('k')).state.focus).toBe('list');
  expect(run(shell, command('k'), command('l')).state.focus).toBe('detail');
  expect(run(shell, command('j')).state.focus).toBe('session');
});

test('Ctrl-g x asks before it ends the shell', () => {
  const asked = run(withShell(), command('x')).state;
  expect(press(asked, 'enter').effects).toEqual([]);
  expect(press(asked, 'y').effects).toMatchObject([{ operation: { kind: 'end-session', execId: 'x1' } }]);
});

test('an ended shell stays on the screen; Enter reopens, q closes', () => {
  const shell = withShell();
  const paneId = shell.activePaneId as number;
  const { state } = run(shell, { kind: 'pane-ended', paneId, exit: killed }, { kind: 'hush-over' });
  expect(activePane(state)?.phase).toEqual({ kind: 'ended', exit: killed });
  expect(press(state, 'enter').effects).toEqual([
    { kind: 'leave-pane', paneId },
    { kind: 'open-shell', paneId, containerId: web.id },
  ]);
  expect(press(state, 'q').state).toMatchObject({ panes: [], focus: 'list' });
});

test('keys meant for a shell that has just ended do nothing to its container', () => {
  const shell = withShell();
  const paneId = shell.activePaneId as number;
  const { state, effects } = run(shell, { kind: 'pane-ended', paneId, exit: killed });
  expect(effects).toEqual([{ kind: 'hush' }]);
  const typed = press(state, 's', 'enter', 'q', 's', 'd', 'K', 'n', 'e', 'escape', 'q');
  expect(typed.effects.every(({ kind }) => kind === 'hush')).toBe(true);
  expect(typed.state).toMatchObject({ dialog: undefined, focus: 'session', panes: [{ id: paneId }] });
  const rested = press(run(typed.state, { kind: 'hush-over' }).state, 's', 'd', 'K', 'n', 'e');
  expect(rested.effects).toEqual([]);
  expect(rested.state.dialog).toBeUndefined();
});

test('keys meant for a shell that was refused do nothing to the list', () => {
  const refused = press(sampleState([sampleExited, web]), 'e');
  expect(refused.state.flash?.text).toBe('batch does not run (exited 3)');
  const typed = press(refused.state, 'j', 's', 'd', 'q');
  expect(typed.effects.every(({ kind }) => kind === 'hush')).toBe(true);
  expect(typed.state).toEqual(refused.state);
  expect(press(run(typed.state, { kind: 'hush-over' }).state, 'j').state.selectedId).toBe(web.id);
});

test('a shell that cannot be opened says why', () => {
  const { state } = press(both, 'e');
  const error = new ConmanError('failed-precondition', 'no shell in the container', { hint: 'attach with a' });
  const failed = run(state, { kind: 'pane-failed', paneId: state.activePaneId as number, error }).state;
  expect(activePane(failed)?.phase).toEqual({
    kind: 'failed',
    text: 'no shell in the container',
    hint: 'attach with a',
  });
});

test('a container without a shell is offered the one of the host, which is opened again and split as such', () => {
  const { state } = press(both, 'e');
  const paneId = state.activePaneId as number;
  const error = new ConmanError('failed-precondition', 'web has no shell', { reason: 'shell-missing' });
  const failed = run(state, { kind: 'pane-failed', paneId, error }, { kind: 'hush-over' }).state;
  expect(activePane(failed)?.phase).toMatchObject({ hint: expect.stringContaining('debug shell') });
  const opened = press(failed, 'b');
  const effect = { kind: 'open-shell', containerId: web.id, debug: true };
  expect(opened.effects).toContainEqual({ ...effect, paneId });
  const live = run(opened.state, { kind: 'pane-live', paneId, exec: undefined }).state;
  const split = run(live, command('c'));
  expect(split.effects).toContainEqual({ ...effect, paneId: split.state.activePaneId });
});

test('no debug shell is offered where a shell just ended', () => {
  const { state } = press(both, 'e');
  const paneId = state.activePaneId as number;
  const ended = run(state, { kind: 'pane-ended', paneId, exit: undefined }, { kind: 'hush-over' }).state;
  expect(press(ended, 'b').state.flash?.text).toContain('has a shell of its own');
});

test('a (attach) is left by its own detach keys, and needs no second pane', () => {
  const opened = press(both, 'a');
  expect(opened.effects).toEqual([
    { kind: 'attach', paneId: opened.state.activePaneId, containerId: web.id, tty: true },
  ]);
  const paneId = opened.state.activePaneId as number;
  const live = run(opened.state, { kind: 'pane-live', paneId, exec: undefined }).state;
  expect(run(live, command('x')).state.flash?.text).toContain('s stops it');
  expect(run(live, { kind: 'detach' }).state).toMatchObject({ panes: [], focus: 'list' });
});

test('panes survive a loss of conmand as far as their sessions do', () => {
  const shell = withShell();
  const paneId = shell.activePaneId as number;
  const lost = run(
    shell,
    { kind: 'pane-failed', paneId, error: new ConmanError('unavailable', 'gone') },
    { kind: 'connection-lost', error: new ConmanError('unavailable', 'gone'), retryAtMs: 1 },
  ).state;
  expect(activePane(lost)?.phase).toEqual({ kind: 'lost' });
  const kept = run(lost, engineEvent({ kind: 'snapshot', containers: [web], execs: [sampleExec('x1', web)] }));
  expect(kept.effects).toEqual([{ kind: 'enter-exec', paneId, execId: 'x1' }]);
  const gone = run(lost, engineEvent({ kind: 'snapshot', containers: [web], execs: [] })).state;
  expect(activePane(gone)?.phase).toMatchObject({ kind: 'failed' });
});

test('scrollback takes the keys until q', () => {
  const state = run(withShell(), command('[')).state;
  const paneId = state.activePaneId as number;
  expect(press(state, 'pageup').effects).toEqual([{ kind: 'pane-scroll', paneId, motion: 'page-up' }]);
  expect(press(state, 'q')).toMatchObject({
    state: { panes: [{ scrollback: false }] },
    effects: [{ kind: 'pane-scroll', paneId, motion: 'live' }],
  });
});

test('in a window too small for it no shell is opened, and one that is open gives the keyboard back', () => {
  const small = { columns: 30, rows: 8 };
  expect(press(sampleState([web], [], small), 'e').state).toMatchObject({ panes: [], flash: { severity: 'warning' } });
  expect(run(withShell(), { kind: 'resized', size: small }).state.focus).toBe('list');
});

test('a shell gets the keyboard back when the window that was too small for a while is large again', () => {
  const resized = (columns: number, rows: number): Message => ({ kind: 'resized', size: { columns, rows } });
  const zoomed = run(withShell(), command('z')).state;
  const again = run(zoomed, resized(30, 8), resized(20, 5), resized(120, 40)).state;
  expect(again).toMatchObject({ focus: 'session', zoomed: true, beforeTiny: undefined });
  const ended = run(zoomed, resized(30, 8), command('d'), resized(120, 40)).state;
  expect(ended).toMatchObject({ focus: 'list', zoomed: false });
});

test('q says what goes on', () => {
  const listed = run(withShell(), command('k')).state;
  expect(press(listed, 'q').effects).toEqual([
    {
      kind: 'quit',
      farewell: ['2 containers run on.', '1 shell left running in web: e in conman-tui goes back.'],
    },
  ]);
});
