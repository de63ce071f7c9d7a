import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { guardExit } from './exit-guard.ts';

/** A process that only notes what is done to it. */
class FakeProcess extends EventEmitter {
  readonly pid = 7;
  readonly stdout = new EventEmitter();
  readonly done: string[] = [];

  kill(pid: number, signal: string): void {
    this.done.push(`kill ${pid} ${signal}`);
  }

  exit(code: number): void {
    this.done.push(`exit ${code}`);
  }
}

function guarded(): FakeProcess {
  const program = new FakeProcess();
  const screen = { enter: () => program.done.push('enter'), leave: () => program.done.push('leave') };
  guardExit(program as unknown as NodeJS.Process, screen);
  return program;
}

test.each(['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'])('gives the terminal back and ends by %s', (signal) => {
  const program = guarded();
  program.emit(signal);
  expect(program.done).toEqual(['leave', `kill 7 ${signal}`]);
  expect(program.listenerCount(signal)).toBe(0);
});

test('gives the terminal back on exit and before an error is printed', () => {
  const program = guarded();
  program.emit('uncaughtExceptionMonitor');
  program.emit('exit');
  expect(program.done).toEqual(['leave', 'leave']);
});

describe('SIGTSTP', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('stops it as the kernel does, and it comes back each time', () => {
    const program = guarded();
    for (const round of [1, 2]) {
      program.emit('SIGTSTP');
      expect(program.listenerCount('SIGTSTP'), `round ${round}`).toBe(0);
      program.emit('SIGCONT');
      expect(program.done.splice(0)).toEqual(['leave', 'kill 7 SIGTSTP', 'leave', 'enter']);
    }
  });

  test('comes back once, also when the clock went on while it was stopped', () => {
    const program = guarded();
    program.emit('SIGTSTP');
    program.emit('SIGCONT');
    vi.advanceTimersByTime(100);
    expect(program.done).toEqual(['leave', 'kill 7 SIGTSTP', 'leave', 'enter']);
  });

  test('where no shell could continue it, the screen is back at once', () => {
    const program = guarded();
    program.emit('SIGTSTP');
    vi.advanceTimersByTime(100);
    expect(program.done).toEqual(['leave', 'kill 7 SIGTSTP', 'enter']);
    expect(program.listenerCount('SIGTSTP')).toBe(1);
  });
});

test('ends when the terminal is gone', () => {
  const program = guarded();
  program.stdout.emit('error');
  expect(program.done).toEqual(['exit 1']);
});
