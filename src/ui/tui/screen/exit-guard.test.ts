import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
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

test('stops and comes back', () => {
  const program = guarded();
  program.emit('SIGTSTP');
  program.emit('SIGCONT');
  expect(program.done).toEqual(['leave', 'kill 7 SIGSTOP', 'enter']);
});

test('ends when the terminal is gone', () => {
  const program = guarded();
  program.stdout.emit('error');
  expect(program.done).toEqual(['exit 1']);
});
