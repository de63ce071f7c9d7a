import type { ContainerEngine, EngineVersion } from '../../../core/api/index.ts';

export interface EngineConnection extends ContainerEngine {
  /** Ends the connection and every stream on it. */
  close(): void;
}

/** How to come by an engine; handed in by the entry point. */
export interface EngineAccess {
  /** This program's version. */
  clientVersion(): Promise<string>;
  /** Loads the client; the connection itself is made by its first call. */
  connect(): Promise<EngineConnection>;
  /** Makes sure that conmand listens, starting it in the background if nobody does. */
  ensureDaemon(onStarting: () => void): Promise<void>;
  /** What to tell the user when conmand is of another version. */
  versionNotice(version: EngineVersion): Promise<string | undefined>;
}
