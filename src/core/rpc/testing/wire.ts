import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { ContainerEngine } from '../../api/engine.ts';
import { type ConnectOptions, connectEngine, type EngineClient } from '../client.ts';
import { type EngineServer, serveEngine } from '../server.ts';

/** An engine behind a socket of its own, with a client; both are gone after each test. */
export class Wire {
  directory = '';
  socketPath = '';
  client: EngineClient | undefined;
  #server: EngineServer | undefined;

  constructor() {
    beforeEach(() => {
      this.directory = mkdtempSync(join(tmpdir(), 'conman-'));
      this.socketPath = join(this.directory, 'c.sock');
    });
    afterEach(async () => {
      this.client?.close();
      await this.#server?.close();
      this.#server = undefined;
      rmSync(this.directory, { recursive: true });
    });
  }

  serveOn(path: string, methods: Partial<ContainerEngine>): Promise<EngineServer> {
    return serveEngine(methods as ContainerEngine, {
      socketPath: path,
      refused: (reason) => {
        throw new Error(reason);
      },
    });
  }

  connect(options: ConnectOptions = {}): EngineClient {
    this.client = connectEngine(this.socketPath, options);
    return this.client;
  }

  /** An engine in which only the given methods may be called. */
  async serve(methods: Partial<ContainerEngine>): Promise<EngineClient> {
    this.#server = await this.serveOn(this.socketPath, methods);
    return this.connect();
  }
}
