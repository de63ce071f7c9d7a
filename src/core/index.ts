/** The only public door of the core: what entry points may import. */
export { type DaemonStatus, daemonStatus, stopDaemon, versionNotice } from './daemon/control.ts';
export { conmanVersion, defaultSocketPath } from './daemon/defaults.ts';
export { daemonLogPath, type EnsureDaemonOptions, ensureDaemon } from './daemon/launch.ts';
export { ConmanError } from './errors/index.ts';
export { connectEngine, type EngineClient } from './rpc/client.ts';
