import type { ContainerEngine } from '../../../core/api/index.ts';
import type { Invocation } from '../invocation.ts';
import { attachOptionsFor, runSession, statusOfExit } from './run-session.ts';

/** Stays with an exec session until it ends, and forgets it then, or until it is left. Gives the exit status. */
export async function stayWithExec(
  call: Invocation,
  engine: ContainerEngine,
  { id, tty, stdin }: { readonly id: string; readonly tty: boolean; readonly stdin: boolean },
): Promise<number> {
  const { context } = call;
  const session = await engine.attachExec(id, attachOptionsFor(context, stdin, tty));
  let interrupted = false;
  const { exit } = await runSession(context, session, {
    tty,
    stdin,
    onInterrupt: () => {
      interrupted = true;
      session.detach();
    },
  });
  if (exit === undefined && !interrupted) {
    await call.note(`${tty ? '\r\n' : ''}Left session ${id}; it runs on. Go back: conmanctl session attach ${id}`);
    return 0;
  }
  await engine.removeExec(id);
  return exit === undefined ? 130 : statusOfExit(exit);
}
