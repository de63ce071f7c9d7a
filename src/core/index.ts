/** The only public door of the core: what entry points may import. */
import type { Installation } from './daemon/options.ts';

export {
  type DaemonStatus,
  daemonStatus,
  lastDaemonLog,
  restartDaemon,
  stopDaemon,
  versionNotice,
} from './daemon/control.ts';
export { conmanVersion, defaultSocketPath } from './daemon/defaults.ts';
export { daemonLogPath, type EnsureDaemonOptions, ensureDaemon } from './daemon/launch.ts';
export type { Installation } from './daemon/options.ts';
export { ConmanError } from './errors/index.ts';
export { type LocalFiles, localFiles } from './files/local-files.ts';
export { configDirectory } from './host/config-directory.ts';
export { readUserFile } from './host/files.ts';
export { saveUserFile } from './host/saved-file.ts';
export { readStateFile, stateDirectory, writeStateFile } from './host/state-directory.ts';
export { connectEngine, type EngineClient } from './rpc/client.ts';
export { Document, type DocumentType } from './store/document.ts';

/** conmand from its command line to its exit status. Loaded only here: clients do without its weight. */
export async function runDaemon(argv: readonly string[], installation: Installation): Promise<number> {
  const { runDaemon: run } = await import('./daemon/main.ts');
  return await run(argv, installation);
}
