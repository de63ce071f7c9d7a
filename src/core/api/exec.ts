import type { ContainerExit, TerminalSize } from './container.ts';

export interface CreateExecOptions {
  /** Command and arguments. An empty list asks for a shell: the first of bash, ash and sh that the container has. */
  readonly command: readonly string[];
  readonly tty: boolean;
  readonly stdin: boolean;
  readonly terminalSize?: TerminalSize;
  /** `KEY=value` pairs added to the container's environment. */
  readonly env?: readonly string[];
  readonly workdir?: string;
  readonly user?: string;
  /**
   * For containers without tools: the command is an applet of the host's busybox and its arguments (none: a shell). It
   * runs where the container's command runs and may do what that may; nothing is put into the container.
   */
  readonly debug?: boolean;
}

/** A process run in a container next to its command. It belongs to the daemon: clients may leave it and come back. */
export interface ExecSession {
  readonly id: string;
  readonly containerId: string;
  readonly command: readonly string[];
  readonly tty: boolean;
  /** Unix time in ns. */
  readonly startedAt: bigint;
  /** Undefined while it runs. */
  readonly exit: ContainerExit | undefined;
  /** Clients attached now. */
  readonly clients: number;
}
