import { DemoEngine } from '../demo/demo-engine.ts';
import { demoWorld } from '../demo/demo-world.ts';
import type { EngineAccess } from '../tui/app/engine-access.ts';

const lineEveryMs = 700;

/** Its shop has customers. */
function keepBusy(engine: DemoEngine): void {
  let count = 0;
  const serve = (): void => {
    const running = [...engine.containers.values()].filter(
      ({ name, state }) => name.startsWith('shop-') && state === 'running',
    );
    const container = running[count++ % Math.max(1, running.length)];
    if (container) engine.writeLine(container.id, `10.0.0.${count % 250} GET /basket/${count} 200`);
  };
  setInterval(serve, lineEveryMs).unref();
}

/** A made-up machine behind the same port: nothing of this one is touched. */
export function demoAccess(version: string): EngineAccess {
  const engine = new DemoEngine(demoWorld(Date.now()));
  return {
    clientVersion: async () => version,
    connect: async () => {
      keepBusy(engine);
      return engine;
    },
    ensureDaemon: async () => undefined,
    versionNotice: async () => undefined,
  };
}
