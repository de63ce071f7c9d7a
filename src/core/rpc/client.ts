import { credentials } from '@grpc/grpc-js';
import type { ContainerEngine } from '../api/engine.ts';
import { ConmanError } from '../errors/index.ts';
import { Calls } from './client/calls.ts';
import { checkpointClient } from './client/checkpoints.ts';
import { containerClient } from './client/containers.ts';
import { daemonClient } from './client/daemon.ts';
import { fileClient } from './client/files.ts';
import { imageClient } from './client/images.ts';
import { networkClient } from './client/networks.ts';
import { sessionClient } from './client/sessions.ts';
import { statsClient } from './client/stats.ts';
import { systemClient } from './client/system.ts';
import { volumeClient } from './client/volumes.ts';
import { ConmanClient } from './generated/conman.ts';
import { clientChannelOptions } from './limits.ts';

/** The engine of another process, over its socket. */
export interface EngineClient extends ContainerEngine {
  /** Ends the connection and every stream on it. Idempotent. An open connection does not keep the process alive, an open stream does. */
  close(): void;
}

export interface ConnectOptions {
  /** How long a daemon may take to say its version, in ms. Nothing else has a deadline: stopping a container takes what it takes. */
  readonly answerTimeoutMs?: number;
}

const defaultAnswerTimeoutMs = 5_000;

/** Connects at the first call; until then nothing can fail but a path that no socket can have. */
export function connectEngine(socketPath: string, options: ConnectOptions = {}): EngineClient {
  if (!socketPath.startsWith('/') || Buffer.byteLength(socketPath) > 107) {
    throw new ConmanError('invalid-argument', `${socketPath} is not an absolute path of at most 107 bytes`);
  }
  const rpc = new ConmanClient(`unix:${socketPath}`, credentials.createInsecure(), clientChannelOptions);
  const calls = new Calls(rpc, socketPath, options.answerTimeoutMs ?? defaultAnswerTimeoutMs);
  return {
    ...systemClient(calls),
    ...containerClient(calls),
    ...checkpointClient(calls),
    ...sessionClient(calls),
    ...imageClient(calls),
    ...networkClient(calls),
    ...statsClient(calls),
    ...daemonClient(calls),
    ...fileClient(calls),
    ...volumeClient(calls),
    close: () => calls.close(),
  };
}
