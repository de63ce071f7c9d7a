import type { ContainerEngine, ContainerExit } from '../../../core/api/index.ts';
import type { Invocation } from '../invocation.ts';
import { attachOptionsFor, runSession } from './run-session.ts';

export interface AttachedStart {
  /** Of a container that is `created`. */
  readonly id: string;
  readonly name: string;
  readonly tty: boolean;
  /** Whether our input goes to it. */
  readonly stdin: boolean;
  readonly start: () => Promise<void>;
}

/** Attaches before it starts, so that nothing it says is missed, and stays until it ends. Undefined: it was left. */
export async function startAttached(
  call: Invocation,
  engine: ContainerEngine,
  { id, name, tty, stdin, start }: AttachedStart,
): Promise<ContainerExit | undefined> {
  const { context } = call;
  const session = await engine.attachContainer(id, attachOptionsFor(context, stdin, tty));
  try {
    await start();
  } catch (error) {
    session.detach();
    throw error;
  }
  const { exit } = await runSession(context, session, {
    tty,
    stdin,
    onInterrupt: (signal) => {
      // A terminal that is gone takes nothing with it; a signal to end is passed on to who should end.
      if (signal === 'SIGHUP') session.detach();
      else engine.killContainer(id, signal).catch(() => session.detach());
    },
  });
  if (exit === undefined) await call.note(`${tty ? '\r\n' : ''}Left ${name}.`);
  return exit;
}
