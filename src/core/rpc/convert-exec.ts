import type { CreateExecOptions, ExecSession } from '../api/exec.ts';
import { exitFromWire, exitToWire, sizeFromWire } from './convert-container.ts';
import type * as wire from './generated/conman.ts';

export function execToWire(session: ExecSession): wire.ExecSession {
  return { ...session, exit: exitToWire(session.exit) };
}

export function execFromWire(session: wire.ExecSession): ExecSession {
  const { id, containerId, command, tty, startedAt, exit, clients } = session;
  return { id, containerId, command, tty, startedAt, exit: exitFromWire(exit), clients };
}

export function createExecToWire(containerId: string, options: CreateExecOptions): wire.CreateExecRequest {
  const { command, tty, stdin, terminalSize, env = [], workdir = '', user = '', debug = false } = options;
  return { containerId, command, tty, stdin, terminalSize, env, workdir, user, debug };
}

export function createExecFromWire(request: wire.CreateExecRequest): CreateExecOptions {
  const { command, tty, stdin, env, workdir, user, debug } = request;
  return {
    command,
    tty,
    stdin,
    ...sizeFromWire(request.terminalSize),
    env,
    ...(workdir === '' ? {} : { workdir }),
    ...(user === '' ? {} : { user }),
    debug,
  };
}
