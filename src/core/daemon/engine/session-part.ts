import type { SessionOperations } from '../../api/session-operations.ts';
import type { AttachOptions, StreamSession } from '../../api/stream.ts';
import type { ContainerLocation, Containers } from '../../container/containers.ts';
import { ConmanError } from '../../errors/index.ts';
import type { UnixClock } from '../../host/clock.ts';
import { attachToContainer } from '../../streams/container-attachment.ts';
import type { ExecSessions } from '../../streams/exec-sessions.ts';
import { readLogPart } from '../../streams/log-part.ts';
import { readLog } from '../../streams/log-reader.ts';
import { reopenLog } from '../../streams/log-reopening.ts';
import { expectRemoteStreams } from '../../streams/remote-command/remote-command.ts';
import type { StreamingServer } from '../../streams/remote-command/streaming-server.ts';

export function sessionPart(
  containers: Containers,
  execs: ExecSessions,
  streaming: StreamingServer,
  clock: UnixClock,
): SessionOperations {
  async function attach(ref: string, options: AttachOptions): Promise<StreamSession> {
    const target = containers.locate(ref);
    try {
      return await attachToContainer(target, options, () => clock.nowNs());
    } catch (error) {
      const location = containers.locate(target.id);
      if (ConmanError.from(error).code !== 'unavailable' || location.state === 'running') throw error;
      throw nothingToAttachTo(location, error);
    }
  }
  return {
    async *readLogs(ref, options, abort) {
      const { id, logPath } = containers.locate(ref);
      const finish = new AbortController();
      if (options.follow && options.untilExit) {
        // Of one whose end nobody will know, the log is followed until it is removed.
        containers.waitForExit(id, abort).then(
          () => finish.abort(),
          () => undefined,
        );
      }
      yield* readLog(logPath, options, abort, finish.signal);
    },
    readLogPart: async (ref, options) => await readLogPart(containers.locate(ref).logPath, options),
    async reopenLog(ref) {
      const { id, attachSocket } = containers.locate(ref);
      try {
        await reopenLog(attachSocket);
      } catch (error) {
        // The next run opens the log by its name.
        if (!['exited', 'unknown'].includes(containers.locate(id).state)) throw error;
      }
    },
    attachContainer: attach,
    async attachUrl(ref, options) {
      const container = containers.locate(ref);
      expectRemoteStreams(options);
      if (container.state === 'exited') throw nothingToAttachTo(container);
      const { tty, ...streams } = options;
      return streaming.urlFor({
        verb: 'attach',
        streams: { ...streams, tty },
        // By its id: when the URL is used, another container may have the name.
        open: (size) => attach(container.id, size === undefined ? streams : { ...streams, terminalSize: size }),
      });
    },
    createExec: async (ref, options) => await execs.create(containers.locate(ref), options),
    attachExec: async (id, options) => execs.attach(id, options),
    listExecs: async () => execs.list(),
    removeExec: (id) => execs.remove(id),
  };
}

function nothingToAttachTo({ name, state }: ContainerLocation, cause?: unknown): ConmanError {
  return new ConmanError('failed-precondition', `container ${name} is ${state}: there is nothing to attach to`, {
    hint: `Read what it wrote: conmanctl container logs ${name}`,
    cause,
  });
}
