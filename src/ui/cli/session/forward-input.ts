import type { StreamSession } from '../../../core/api/index.ts';
import { DetachKeys } from './detach-keys.ts';

export interface InputOptions {
  /** Typed on a terminal: Ctrl-p Ctrl-q detaches. */
  readonly detachKeys: boolean;
}

/** Sends `stdin` to the session as fast as it is accepted. Returns a function that stops it. */
export function forwardInput(session: StreamSession, stdin: NodeJS.ReadStream, options: InputOptions): () => void {
  const keys = options.detachKeys ? new DetachKeys() : undefined;
  const onData = (input: Uint8Array): void => {
    const { data, detach } = keys?.take(input) ?? { data: input, detach: false };
    stdin.pause();
    // A failed write is told by the session's messages, which end with the same error.
    const written = data.length > 0 ? session.write(data).catch(() => undefined) : Promise.resolve();
    void written.then(() => {
      if (detach) session.detach();
      else if (!stopped) stdin.resume();
    });
  };
  const onEnd = (): void => session.closeStdin();
  let stopped = false;
  stdin.on('data', onData).on('end', onEnd).on('error', onEnd);
  return () => {
    stopped = true;
    stdin.off('data', onData).off('end', onEnd).off('error', onEnd);
    stdin.pause();
  };
}
