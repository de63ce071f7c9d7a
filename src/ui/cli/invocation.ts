import type { Command } from 'commander';
import type { ContainerEngine } from '../../core/api/index.ts';
import { type CommonOptions, commonOptionsOf } from './common-options.ts';
import type { CliContext, DaemonControl, EngineConnection } from './context.ts';
import { type Palette, paletteFor } from './present/palette.ts';

export { requireThat } from '../input/require-that.ts';

import { writeAll } from './write-all.ts';

/** One command as it was typed: what its file needs to carry it out. */
export class Invocation {
  readonly context: CliContext;
  readonly options: CommonOptions;
  #connection: Promise<EngineConnection> | undefined;

  constructor(context: CliContext, command: Command) {
    this.context = context;
    this.options = commonOptionsOf(command);
  }

  /** True: one line of JSON per answer, for programs; false: text for people. */
  get wantsJson(): boolean {
    const { output } = this.options;
    return output === undefined ? this.context.stdout.isTTY !== true : output === 'json';
  }

  get palette(): Palette {
    return paletteFor(this.context);
  }

  /** The daemon's controls and the socket that is meant. */
  async daemon(): Promise<{ readonly control: DaemonControl; readonly socketPath: string }> {
    const control = await this.context.daemon();
    const named = this.options.host ?? (this.context.environment.CONMAN_HOST || undefined);
    return { control, socketPath: named ?? control.defaultSocketPath };
  }

  /** The engine, connected; conmand is started when it is the default one that is asked for and does not listen. */
  engine(): Promise<ContainerEngine> {
    this.#connection ??= this.#connect();
    return this.#connection;
  }

  async #connect(): Promise<EngineConnection> {
    const { control, socketPath } = await this.daemon();
    if (this.options.start && socketPath === control.defaultSocketPath) await control.ensure();
    return control.connect(socketPath);
  }

  /** Writes `value` as one line of JSON. */
  json(value: unknown): Promise<void> {
    return this.print(JSON.stringify(value));
  }

  print(line: string): Promise<void> {
    return writeAll(this.context.stdout, `${line}\n`);
  }

  /** A remark for people, out of the way of the output. */
  note(line: string): Promise<void> {
    return writeAll(this.context.stderr, `${line}\n`);
  }

  async close(): Promise<void> {
    // A connection that could not be made has been reported by whoever asked for it.
    const connection = await this.#connection?.catch(() => undefined);
    connection?.close();
  }
}
