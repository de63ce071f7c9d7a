import type { ContainerExit } from '../../../core/api/index.ts';

/** Where the process behind a pane stands. */
export type PanePhase =
  | { readonly kind: 'opening' }
  | { readonly kind: 'live' }
  /** `exit` undefined: the connection was cut from the other side; the process goes on. */
  | { readonly kind: 'ended'; readonly exit: ContainerExit | undefined }
  /** It never came to life. */
  | { readonly kind: 'failed'; readonly text: string; readonly hint: string | undefined; readonly noShell?: boolean }
  /** conmand went away under it; it is looked for when conmand is back. */
  | { readonly kind: 'lost' };

/** A terminal on the screen: an exec session or the container's own terminal. */
export interface SessionPane {
  readonly id: number;
  readonly kind: 'shell' | 'attach';
  readonly containerId: string;
  readonly containerName: string;
  /** What runs in it; a shell when absent. */
  readonly command?: readonly string[];
  /** It is the host's busybox in a container without a shell. */
  readonly debug?: boolean;
  /** Known once the session exists; never for an attached container. */
  readonly execId: string | undefined;
  readonly phase: PanePhase;
  /** The keys move through what has scrolled away instead of going to the process. */
  readonly scrollback: boolean;
  /** Lines are being chosen for copying. */
  readonly choosing: boolean;
  /** What is looked for in what has scrolled away; empty: nothing. */
  readonly search: string;
}

/** True while keys belong to the process in the pane, or will as soon as it is there. */
export function takesKeys(pane: SessionPane | undefined): boolean {
  return (pane?.phase.kind === 'live' || pane?.phase.kind === 'opening') && !pane.scrollback;
}

/** True when there is no process behind the pane any more, as far as is known. */
export function isOver(pane: SessionPane | undefined): boolean {
  return pane?.phase.kind === 'ended' || pane?.phase.kind === 'failed' || pane?.phase.kind === 'lost';
}
