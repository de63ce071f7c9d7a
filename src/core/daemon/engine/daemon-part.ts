import type { DaemonOperations } from '../../api/daemon-operations.ts';
import type { Containers } from '../../container/containers.ts';
import { ConmanError } from '../../errors/index.ts';
import { isExecutable } from '../../host/files.ts';
import type { ExecSessions } from '../../streams/exec-sessions.ts';
import type { LogBook } from '../log-book.ts';
import type { Metrics } from '../metrics.ts';

export interface DaemonParts {
  readonly metrics: Metrics;
  readonly logBook: LogBook;
  /** What the daemon becomes when it restarts. */
  readonly programPath: string;
  /** Has the daemon end as it would to stop, and begin again. */
  requestRestart(): void;
}

export function daemonPart(containers: Containers, execs: ExecSessions, daemon: DaemonParts): DaemonOperations {
  return {
    metrics: () => daemon.metrics.text(containers, execs),
    daemonLog: (options, abort) => daemon.logBook.read(options, abort),
    async restartDaemon({ force }) {
      const running = execs.runningCount;
      if (running > 0 && !force) {
        const sessions = running === 1 ? 'an exec session runs' : `${running} exec sessions run`;
        throw new ConmanError('failed-precondition', `${sessions}, and would end with this conmand`, {
          hint: 'End them, or restart by force (--force). Containers run on either way.',
        });
      }
      // A program that is not there would be noticed when this one is gone.
      if (!(await isExecutable(daemon.programPath))) {
        throw new ConmanError('failed-precondition', `there is no conmand at ${daemon.programPath} any more`, {
          hint: 'Install it again, or stop this one and start another.',
        });
      }
      daemon.requestRestart();
    },
  };
}
