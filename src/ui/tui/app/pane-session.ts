import type {
  ContainerEngine,
  ContainerExit,
  ExecSession,
  StreamSession,
  TerminalSize,
} from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import type { InputEvent } from '../input/event.ts';
import { openTerminalPane } from '../terminal/open-terminal-pane.ts';
import type { TerminalInput } from '../terminal/terminal-input.ts';
import type { TerminalPane } from '../terminal/terminal-pane.ts';
import { LineInput } from './line-input.ts';
import type { Dispatch } from './store.ts';

/** A stream that was opened, and the session it belongs to if it is not the container itself. */
export interface OpenedStream {
  readonly stream: StreamSession;
  readonly exec: ExecSession | undefined;
}

export interface PaneSessionOptions {
  readonly paneId: number;
  readonly engine: () => ContainerEngine;
  readonly open: (engine: ContainerEngine, size: TerminalSize) => Promise<OpenedStream>;
  /** False: the process has pipes, so that lines are edited and echoed here. */
  readonly tty: boolean;
  readonly detachKeys: readonly string[] | undefined;
  readonly size: TerminalSize;
  readonly dispatch: Dispatch;
}

/** One pane's stream and its terminal, outside React and outside the state, which is told only how the session stands. */
export class PaneSession {
  readonly #options: PaneSessionOptions;
  readonly #early: InputEvent[] = [];
  readonly #queue: TerminalInput = { input: (event) => this.#early.push(event) > 0 };
  #size: TerminalSize;
  #pane: TerminalPane | undefined;
  #stream: StreamSession | undefined;
  #isLeft = false;

  constructor(options: PaneSessionOptions) {
    this.#options = options;
    this.#size = options.size;
    void this.#run();
  }

  /** What draws the session, once there is something to draw. */
  get painter(): TerminalPane | undefined {
    return this.#pane;
  }

  /** Where keys go: to the terminal, or into a queue while it opens. */
  get input(): TerminalInput {
    return this.#pane ?? this.#queue;
  }

  /** Lets go of the stream; what runs behind it goes on. */
  leave(): void {
    this.#isLeft = true;
    this.#stream?.detach();
    this.#pane?.dispose();
  }

  async #run(): Promise<void> {
    const { paneId, dispatch, engine, open } = this.#options;
    try {
      const opening = (async () => open(engine(), this.#size))();
      // Both at once: loading the emulator takes as long as the shell takes to start.
      const [{ stream, exec }, pane] = await Promise.all([opening, this.#openTerminal()]);
      this.#stream = stream;
      if (this.#isLeft) return this.leave();
      this.#pane = pane;
      dispatch({ kind: 'pane-live', paneId, exec });
      for (const event of this.#early.splice(0)) pane.input(event);
      const exit = await this.#show(stream, pane);
      pane.end();
      if (this.#isLeft) return;
      dispatch({ kind: 'pane-ended', paneId, exit });
      // Its end has been seen and its output is here: nobody needs the session any more.
      if (exec && exit) await engine().removeExec(exec.id);
    } catch (error) {
      this.#pane?.end();
      if (!this.#isLeft) dispatch({ kind: 'pane-failed', paneId, error: ConmanError.from(error) });
    }
  }

  async #openTerminal(): Promise<TerminalPane> {
    const { tty, detachKeys } = this.#options;
    const lines = tty ? undefined : new LineInput((echo) => this.#pane?.write(echo));
    return await openTerminalPane({
      ...this.#size,
      ...(detachKeys && { detachKeys }),
      send: (data) => this.#send(lines ? lines.take(data) : Buffer.from(data)),
      onResize: (columns, rows) => {
        this.#size = { columns, rows };
        this.#stream?.resize(this.#size);
      },
    });
  }

  #send(data: Uint8Array | 'end'): void {
    if (data === 'end') this.#stream?.closeStdin();
    // A write that fails means the session is ending, which its messages tell.
    else if (data.length > 0) this.#stream?.write(data).catch(() => undefined);
  }

  /** Resolves with how the process ended; undefined when this client was detached. */
  async #show(stream: StreamSession, pane: TerminalPane): Promise<ContainerExit | undefined> {
    for await (const message of stream.messages) {
      if (message.kind === 'end') return message.exit;
      if (message.kind !== 'output') continue;
      pane.write(this.#options.tty ? message.data : withCarriageReturns(message.data));
      await pane.settled();
    }
    throw new ConmanError('unavailable', 'the session ended without a word');
  }
}

/** Output of pipes for a terminal: no line discipline has put a CR before each LF. */
function withCarriageReturns(data: Uint8Array): Uint8Array {
  const text = Buffer.from(data).toString('latin1');
  return text.includes('\n') ? Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1') : data;
}
