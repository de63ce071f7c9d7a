import type { Screen } from './screen.ts';

const endingSignals = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'] as const;

/**
 * Gives the terminal back on every way out of the process: its normal exit, an error nobody caught, a signal that ends
 * or stops it. Signals keep their meaning: the process ends by the signal, which its parent can see.
 */
export function guardExit(program: NodeJS.Process, screen: Pick<Screen, 'enter' | 'leave'>): void {
  const leave = () => screen.leave();
  program.on('exit', leave);
  // Before Node prints the error, so that it lands on the normal screen.
  program.on('uncaughtExceptionMonitor', leave);
  for (const signal of endingSignals) {
    program.once(signal, () => {
      leave();
      program.kill(program.pid, signal);
    });
  }
  program.on('SIGTSTP', () => {
    leave();
    program.kill(program.pid, 'SIGSTOP');
  });
  program.on('SIGCONT', () => screen.enter());
  // The terminal is gone: nothing can be shown any more.
  program.stdout.on('error', () => program.exit(1));
}
