import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { InputEvent } from './event.ts';
import { InputReader, type TerminalStdin } from './input-reader.ts';

class FakeStdin extends EventEmitter implements TerminalStdin {
  isRaw = false;
  isFlowing = false;

  setRawMode(isRaw: boolean): void {
    this.isRaw = isRaw;
  }

  resume(): void {
    this.isFlowing = true;
  }

  pause(): void {
    this.isFlowing = false;
  }
}

test('reads in raw mode, waits for what may follow an ESC, and leaves the terminal as it was', async () => {
  const stdin = new FakeStdin();
  const events: InputEvent[] = [];
  const reader = new InputReader(stdin, (event) => events.push(event));
  reader.start();
  expect(stdin).toMatchObject({ isRaw: true, isFlowing: true });
  stdin.emit('data', Buffer.from('a\u001b'));
  const pressedAt = performance.now();
  stdin.emit('data', Buffer.from('[A\u001b'));
  expect(events).toMatchObject([{ chord: 'a' }, { chord: 'up' }]);
  await expect.poll(() => events[2], { interval: 1 }).toMatchObject({ chord: 'escape' });
  expect(performance.now() - pressedAt).toBeGreaterThan(15);
  reader.stop();
  expect(stdin).toMatchObject({ isRaw: false, isFlowing: false });
  expect(stdin.listenerCount('data')).toBe(0);
});
