import type { Screen } from './screen.ts';

const endingSignals = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'] as const;
/** A process that still runs so long after it stopped itself was not stopped, or goes on again. */
const stoppedMs = 50;

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
  let isStopping = false;
  const stop = () => {
    isStopping = true;
    leave();
    // Without a listener the kernel does what the signal means: nothing where no shell could continue the process.
    program.off('SIGTSTP', stop);
    program.kill(program.pid, 'SIGTSTP');
    // After the SIGCONT that may wait beside this timer: the screen is entered once, or it flickers.
    setTimeout(() => setImmediate(() => isStopping && goOn()), stoppedMs);
  };
  const goOn = () => {
    isStopping = false;
    if (program.listenerCount('SIGTSTP') === 0) program.on('SIGTSTP', stop);
    screen.enter();
  };
  program.on('SIGTSTP', stop);
  program.on('SIGCONT', () => {
    // Whoever had the terminal meanwhile left it in modes of its own.
    leave();
    goOn();
  });
  // The terminal is gone: nothing can be shown any more.
  program.stdout.on('error', () => program.exit(1));
}
