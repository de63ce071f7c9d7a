import { fileURLToPath } from 'node:url';
import {
  conmanVersion,
  connectEngine,
  daemonStatus,
  defaultSocketPath,
  ensureDaemon,
  stopDaemon,
} from '../../core/index.ts';
import type { DaemonControl } from '../cli/context.ts';

/** Where scripts/bundle.ts puts it: beside the code of its clients. */
const conmandPath = fileURLToPath(new URL('./conmand.js', import.meta.url));

export const daemonControl: DaemonControl = {
  version: conmanVersion,
  defaultSocketPath,
  connect: connectEngine,
  ensure: () => ensureDaemon({ socketPath: defaultSocketPath, command: [process.execPath, conmandPath] }),
  async status(socketPath) {
    const status = await daemonStatus(socketPath);
    if (!status.running) return { running: false, pid: undefined, version: undefined, notice: undefined };
    const { pid, version } = status.version;
    return { running: true, pid, version, notice: status.notice };
  },
  stop: (socketPath) => stopDaemon(socketPath),
};
