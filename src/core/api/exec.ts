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
