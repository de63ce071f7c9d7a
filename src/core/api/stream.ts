import type { ContainerExit, TerminalSize } from './container.ts';

export type OutputChannel = 'stdout' | 'stderr';

/** What a stream session says. `end` is last, exactly once, unless the session failed. */
export type StreamMessage =
  | { readonly kind: 'output'; readonly channel: OutputChannel; readonly data: Uint8Array }
  /** Nobody reads further input. */
  | { readonly kind: 'stdin-closed' }
  /** The process ended, or `exit` is undefined: the client was detached and the process goes on. */
  | { readonly kind: 'end'; readonly exit: ContainerExit | undefined };

/**
 * A live connection to the terminal or pipes of a container or an exec session.
 *
 * Iterate `messages` once; the iteration throws a ConmanError when the connection is lost. Not reading `messages`
 * holds the sender back (an exec session) or drops this client (a container, which never waits).
 */
export interface StreamSession {
  readonly messages: AsyncIterable<StreamMessage>;
  /** Resolves when the bytes were accepted; a full pipe makes it wait. */
  write(data: Uint8Array): Promise<void>;
  /** No more input from this client. */
  closeStdin(): void;
  resize(size: TerminalSize): void;
  /** Leave; the process goes on. Idempotent. */
  detach(): void;
}

export interface AttachOptions {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  /** Size to give the terminal on arrival. */
  readonly terminalSize?: TerminalSize;
}
