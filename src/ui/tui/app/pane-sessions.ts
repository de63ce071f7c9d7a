import type { ContainerEngine, TerminalSize } from '../../../core/api/index.ts';
import type { Effect, Motion } from '../state/effect.ts';
import type { Painter } from '../surface/painter.ts';
import type { TerminalInput } from '../terminal/terminal-input.ts';
import type { TerminalPane } from '../terminal/terminal-pane.ts';
import { type OpenedStream, PaneSession } from './pane-session.ts';
import type { Dispatch } from './store.ts';

export interface PaneSessionsOptions {
  readonly engine: () => ContainerEngine;
  readonly dispatch: Dispatch;
  /** What a session's pane has room for now. */
  readonly size: (paneId: number) => TerminalSize;
}

type OpeningEffect = Extract<Effect, { readonly kind: 'open-shell' | 'enter-exec' | 'attach' }>;

const everything = { stdin: true, stdout: true, stderr: true };
/** As docker and podman have it. */
const attachDetachKeys = ['ctrl-p', 'ctrl-q'];
const shellEnvironment = ['TERM=xterm-256color'];

/** The sessions behind the panes of the screen, by pane. */
export class PaneSessions {
  readonly #options: PaneSessionsOptions;
  readonly #sessions = new Map<number, PaneSession>();

  constructor(options: PaneSessionsOptions) {
    this.#options = options;
  }

  open(effect: OpeningEffect): void {
    const { engine, dispatch, size } = this.#options;
    this.leave(effect.paneId);
    const session = new PaneSession({
      paneId: effect.paneId,
      engine,
      dispatch,
      open: (connected, terminalSize) => openStream(connected, effect, terminalSize),
      tty: effect.kind !== 'attach' || effect.tty,
      detachKeys: effect.kind === 'attach' ? attachDetachKeys : undefined,
      size: size(effect.paneId),
    });
    this.#sessions.set(effect.paneId, session);
  }

  leave(paneId: number): void {
    this.#sessions.get(paneId)?.leave();
    this.#sessions.delete(paneId);
  }

  leaveAll(): void {
    for (const paneId of [...this.#sessions.keys()]) this.leave(paneId);
  }

  painter(paneId: number): TerminalPane | undefined {
    return this.#sessions.get(paneId)?.painter;
  }

  input(paneId: number): TerminalInput | undefined {
    return this.#sessions.get(paneId)?.input;
  }

  scroll(paneId: number, motion: Motion | 'live'): void {
    const pane = this.painter(paneId);
    if (motion === 'up' || motion === 'down') pane?.scroll(motion === 'up' ? -1 : 1);
    else if (motion === 'page-up' || motion === 'page-down') pane?.page(motion === 'page-up' ? -1 : 1);
    else if (motion === 'first') pane?.scroll(Number.NEGATIVE_INFINITY);
    else if (motion === 'last') pane?.scroll(Number.POSITIVE_INFINITY);
    else {
      pane?.setSearch(undefined);
      pane?.stopChoosing();
      pane?.scrollToEnd();
    }
  }

  /** Which pane the terminal is that a painter draws. */
  paneOf(painter: Painter): number | undefined {
    for (const [paneId, session] of this.#sessions) if (session.painter === painter) return paneId;
    return undefined;
  }

  /** For the mouse wheel: the painter under it may be a terminal. False when it is none. */
  scrollPainter(painter: Painter, rows: number): boolean {
    const found = [...this.#sessions.values()].find((session) => session.painter === painter);
    found?.painter?.scroll(rows);
    return found !== undefined;
  }
}

async function openStream(
  engine: ContainerEngine,
  effect: OpeningEffect,
  terminalSize: TerminalSize,
): Promise<OpenedStream> {
  if (effect.kind === 'attach') {
    const options = effect.tty ? { ...everything, terminalSize } : everything;
    return { stream: await engine.attachContainer(effect.containerId, options), exec: undefined };
  }
  if (effect.kind === 'enter-exec') {
    const exec = (await engine.listExecs()).find(({ id }) => id === effect.execId);
    return { stream: await engine.attachExec(effect.execId, { ...everything, terminalSize }), exec };
  }
  const { command = [], debug = false } = effect;
  const options = { command, debug, tty: true, stdin: true, terminalSize, env: shellEnvironment };
  const exec = await engine.createExec(effect.containerId, options);
  return { stream: await engine.attachExec(exec.id, { ...everything, terminalSize }), exec };
}
