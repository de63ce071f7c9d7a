import { ConmanError } from '../errors/index.ts';
import { connectUnixSocket } from '../host/unix-socket.ts';

/** Says why a daemon is unavailable, which gRPC does not: nobody listens, somebody else does, or we may not connect. */
export async function diagnose(error: ConmanError, socketPath: string): Promise<ConmanError> {
  if (error.code !== 'unavailable') return error;
  try {
    (await connectUnixSocket(socketPath)).destroy();
  } catch (cause) {
    if (ConmanError.from(cause).code !== 'permission-denied') return error;
    return new ConmanError('permission-denied', `you may not use ${socketPath}`, { hint: 'Run it with sudo.', cause });
  }
  return new ConmanError('unavailable', `what listens on ${socketPath} is not conmand, or does not answer`, {
    hint: 'If conmand was restarted just now, try again; else see who listens: ss -xlp',
    details: error.details,
    cause: error,
  });
}
