import type { TerminalSize } from '../../api/container.ts';
import type { StreamSession } from '../../api/stream.ts';
import { ConmanError } from '../../errors/index.ts';

/** Which streams of a process a client asks for. */
export interface RemoteStreams {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

/** What a URL of the streaming server is good for, once. */
export interface RemoteCommand {
  /** The first part of the URL's path. */
  readonly verb: 'attach';
  readonly streams: RemoteStreams;
  open(terminalSize: TerminalSize | undefined): Promise<StreamSession>;
}

/** A SPDY stream of Kubernetes' remote command, named by its header `streamtype`. */
export type Channel = 'error' | 'stdin' | 'stdout' | 'stderr' | 'resize';

/** The streams a client has to open, no more and no less. */
export function channelsOf({ stdin, stdout, stderr, tty }: RemoteStreams): ReadonlySet<Channel> {
  const wanted = { error: true, stdin, stdout, stderr, resize: tty };
  const channels: readonly Channel[] = ['error', 'stdin', 'stdout', 'stderr', 'resize'];
  return new Set(channels.filter((channel) => wanted[channel]));
}

/** Throws `invalid-argument` for what Kubernetes' API forbids too. */
export function expectRemoteStreams({ stdin, stdout, stderr, tty }: RemoteStreams): void {
  if (tty && stderr) {
    throw new ConmanError('invalid-argument', 'a terminal has no stderr of its own', {
      hint: 'Ask for tty without stderr: everything comes on stdout.',
    });
  }
  if (!stdin && !stdout && !stderr) {
    throw new ConmanError('invalid-argument', 'at least one of stdin, stdout and stderr has to be asked for');
  }
}
