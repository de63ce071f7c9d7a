import { getSystemErrorName } from 'node:util';
import { ConmanError } from '../errors/index.ts';
import { connectShim, type ShimConnection, type ShimListener } from './shim-connection.ts';

/** A shim answers at once, unless its disk is stuck. */
const answerTimeoutMs = 10_000;

/** Has the shim that listens there go on in a new file of the log's name. Resolves when it does. */
export async function reopenLog(attachSocket: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(reject, answerTimeoutMs, unanswered());
  const listener: ShimListener = {
    message(message) {
      // What has ended writes no more.
      if (message.kind === 'exit') resolve();
      if (message.kind !== 'log-reopened') return;
      if (message.errno === 0) resolve();
      else reject(refused(message.errno));
    },
    closed: (error) => (error === undefined ? resolve() : reject(error)),
  };
  let connection: ShimConnection | undefined;
  try {
    connection = await connectShim(attachSocket, { stdout: false, stderr: false }, listener);
    if (!connection.welcome.controllable) throw tooOld();
    connection.reopenLog();
    await promise;
  } finally {
    clearTimeout(timer);
    connection?.close();
  }
}

function unanswered(): ConmanError {
  return new ConmanError('deadline-exceeded', `the container's shim did not answer within ${answerTimeoutMs / 1000} s`);
}

function refused(errno: number): ConmanError {
  const reason = getSystemErrorName(-errno);
  return new ConmanError('failed-precondition', `the log cannot be opened again (${reason}): it goes on as before`, {
    hint: 'See that its directory is there and has room.',
  });
}

function tooOld(): ConmanError {
  return new ConmanError(
    'failed-precondition',
    'the container was started by an older conman, whose shim cannot do it',
    {
      hint: 'It can after its next start.',
    },
  );
}
