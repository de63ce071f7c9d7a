import { beforeEach, describe, expect, test } from 'vitest';
import type { InputEvent, KeyEvent, MouseEvent, RoutedEvent } from './event.ts';
import { InputRouter } from './input-router.ts';

function key(chord: string): KeyEvent {
  return { kind: 'key', chord, text: chord, raw: chord };
}

const click: MouseEvent = {
  kind: 'mouse',
  action: 'press',
  button: 'left',
  x: 12,
  y: 3,
  shift: false,
  alt: false,
  ctrl: false,
};

describe('InputRouter', () => {
  let told: RoutedEvent[];
  let typed: InputEvent[];
  let router: InputRouter;
  const wantsMouse = { is: true };
  const pane = {
    detachKeys: ['ctrl-p', 'ctrl-q'],
    input(event: InputEvent) {
      if (event.kind === 'mouse' && !wantsMouse.is) return false;
      typed.push(event);
      return true;
    },
  };

  beforeEach(() => {
    told = [];
    typed = [];
    wantsMouse.is = true;
    router = new InputRouter({
      prefixKeys: ['ctrl-g', 'f12'],
      onEvent: (event) => told.push(event),
      translate: (event) => (event.x < 10 ? undefined : { ...event, x: event.x - 10 }),
    });
  });

  function press(...chords: readonly string[]): void {
    for (const chord of chords) router.handle(key(chord));
  }

  test('gives every key to the application while no pane has the focus', () => {
    press('j', 'ctrl-g', 'd');
    expect(told).toEqual([key('j'), key('ctrl-g'), key('d')]);
  });

  test('gives every key to the focused pane, but the prefix and the key after it', () => {
    router.focusTerminal(pane);
    press('j', 'ctrl-c', 'escape', 'ctrl-g', 'd', 'd', 'f12', 'z');
    expect(typed).toEqual([key('j'), key('ctrl-c'), key('escape'), key('d')]);
    expect(told).toEqual([
      { kind: 'prefix' },
      { kind: 'command', key: key('d') },
      { kind: 'prefix' },
      { kind: 'command', key: key('z') },
    ]);
  });

  test('sends the prefix itself when it is pressed twice', () => {
    router.focusTerminal(pane);
    press('ctrl-g', 'ctrl-g', 'x');
    expect(typed).toEqual([key('ctrl-g'), key('x')]);
    expect(told).toEqual([{ kind: 'prefix' }, { kind: 'prefix-sent' }]);
  });

  test('detaches on the detach keys, and passes them on when something else follows', () => {
    router.focusTerminal(pane);
    press('ctrl-p', 'x', 'ctrl-p', 'ctrl-p', 'ctrl-q');
    expect(typed).toEqual([key('ctrl-p'), key('x'), key('ctrl-p')]);
    expect(told).toEqual([{ kind: 'detach' }]);
    press('ctrl-p');
    router.handle({ kind: 'paste', text: 'p' });
    expect(typed.slice(3)).toEqual([key('ctrl-p'), { kind: 'paste', text: 'p' }]);
  });

  test('translates the mouse for the pane, and keeps what it does not want', () => {
    router.focusTerminal(pane);
    router.handle(click);
    router.handle({ ...click, x: 2 });
    wantsMouse.is = false;
    router.handle(click);
    expect(typed).toEqual([{ ...click, x: 2 }]);
    expect(told).toEqual([{ ...click, x: 2 }, click]);
  });

  test('forgets a prefix when the focus moves', () => {
    router.focusTerminal(pane);
    press('ctrl-g');
    router.focusTerminal(undefined);
    press('d');
    expect(told).toEqual([{ kind: 'prefix' }, key('d')]);
  });
});
