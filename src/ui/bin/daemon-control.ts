import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  conmanVersion,
  connectEngine,
  daemonStatus,
  defaultSocketPath,
  ensureDaemon,
  lastDaemonLog,
  readUserFile,
  restartDaemon,
  stopDaemon,
} from '../../core/index.ts';
import type { DaemonControl } from '../cli/context.ts';

export { localFiles } from '../../core/index.ts';

/** A file that somebody named on the command line. */
export async function readTextFile(path: string): Promise<string> {
  return await readUserFile(resolve(path));
}

/** As people start it: the wrapper chooses Node and its limits. This code is in dist/ when it runs. */
const conmandPath = fileURLToPath(new URL('../bin/conmand', import.meta.url));

export const daemonControl: DaemonControl = {
  version: conmanVersion,
  defaultSocketPath,
  connect: connectEngine,
  ensure: () => ensureDaemon({ socketPath: defaultSocketPath, command: [conmandPath] }),
  async status(socketPath) {
    const status = await daemonStatus(socketPath);
    if (!status.running) return { running: false, pid: undefined, version: undefined, notice: undefined };
    const { pid, version } = status.version;
    return { running: true, pid, version, notice: status.notice };
  },
  stop: (socketPath) => stopDaemon(socketPath),
  async restart(socketPath, force) {
    const { pid, version } = await restartDaemon(socketPath, force);
    return { pid, version };
  },
  lastLog: (socketPath) => lastDaemonLog(socketPath),
};
