/** The public door of the core: what entry points may import, beside early.ts for the first moments of a program. */
import type { Installation } from './daemon/options.ts';

export {
  type DaemonStatus,
  daemonStatus,
  lastDaemonLog,
  restartDaemon,
  stopDaemon,
  versionNotice,
} from './daemon/control.ts';
export { conmanVersion } from './daemon/defaults.ts';
export { daemonLogPath, type EnsureDaemonOptions, ensureDaemon } from './daemon/launch.ts';
export type { Installation } from './daemon/options.ts';
export * from './early.ts';
export { ConmanError } from './errors/index.ts';
export { localFiles } from './files/local-files.ts';
export { readUserFile } from './host/files.ts';
export { connectEngine, type EngineClient } from './rpc/client.ts';
export { Document, type DocumentType } from './store/document.ts';

/** conmand from its command line to its end. Loaded only here: clients do without its weight. */
export async function runDaemon(argv: readonly string[], installation: Installation): Promise<never> {
  const { runDaemon: run } = await import('./daemon/main.ts');
  const { endProcess } = await import('./host/process-replacement.ts');
  // Nothing that is still open, such as a client's connection, keeps a daemon that was told to stop.
  return endProcess(await run(argv, installation));
}
