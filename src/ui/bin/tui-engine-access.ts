import { fileURLToPath } from 'node:url';

export { localFiles } from '../../core/index.ts';

import { conmanVersion, connectEngine, defaultSocketPath, ensureDaemon, versionNotice } from '../../core/index.ts';
import type { EngineAccess } from '../tui/app/engine-access.ts';

/** As people start it: the wrapper chooses Node and its limits. This code is in dist/ when it runs. */
const conmandPath = fileURLToPath(new URL('../bin/conmand', import.meta.url));

/** conmand on `socketPath`, or where it usually is. Only the default one is started: another one's roots are not known here. */
export function engineAccess(socketPath = defaultSocketPath): EngineAccess {
  return {
    clientVersion: async () => conmanVersion,
    connect: async () => connectEngine(socketPath),
    async ensureDaemon(onStarting) {
      if (socketPath !== defaultSocketPath) return;
      await ensureDaemon({ socketPath, command: [conmandPath], onStarting });
    },
    versionNotice: async (version) => versionNotice(version),
  };
}
