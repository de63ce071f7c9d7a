import type { ExitReason } from '../api/container.ts';
import type { OutputChannel } from '../api/stream.ts';
import { ConmanError } from '../errors/index.ts';
import { attachProtocolVersion, type Frame, shimFrame } from './attach-frames.ts';

/** How the shim greets a client. */
export interface ShimWelcome {
  readonly terminal: boolean;
  readonly stdinOpen: boolean;
  /** It knows REOPEN_LOG and LIMIT_RUN; one of an earlier version does not. */
  readonly controllable: boolean;
  /** Pid of the container's init process. */
  readonly pid: number;
  /** Output bytes that could not be written to the log so far. */
  readonly logBytesLost: bigint;
}

export type ShimMessage =
  | { readonly kind: 'welcome'; readonly welcome: ShimWelcome }
  | { readonly kind: 'output'; readonly channel: OutputChannel; readonly data: Buffer }
  | { readonly kind: 'log-loss'; readonly bytes: bigint }
  | { readonly kind: 'stdin-closed' }
  /** `errno` is 0, or why it goes on with the file it had. */
  | { readonly kind: 'log-reopened'; readonly errno: number }
  /** `value` is the exit code or the signal. */
  | { readonly kind: 'exit'; readonly reason: ExitReason; readonly value: number }
  | { readonly kind: 'error'; readonly message: string };

/** The meaning of a frame from the shim. Throws `data-loss` when it has none. */
export function decodeShimMessage({ type, payload }: Frame): ShimMessage {
  switch (type) {
    case shimFrame.stdout:
      return { kind: 'output', channel: 'stdout', data: payload };
    case shimFrame.stderr:
      return { kind: 'output', channel: 'stderr', data: payload };
    case shimFrame.welcome:
      return { kind: 'welcome', welcome: decodeWelcome(payload) };
    case shimFrame.logLoss:
      expectLength(payload, 8, 'LOG_LOSS');
      return { kind: 'log-loss', bytes: payload.readBigUInt64BE(0) };
    case shimFrame.stdinClosed:
      expectLength(payload, 0, 'STDIN_CLOSED');
      return { kind: 'stdin-closed' };
    case shimFrame.exit:
      expectLength(payload, 2, 'EXIT');
      return { kind: 'exit', reason: decodeReason(payload.readUInt8(0)), value: payload.readUInt8(1) };
    case shimFrame.logReopened:
      expectLength(payload, 4, 'LOG_REOPENED');
      return { kind: 'log-reopened', errno: payload.readUInt32BE(0) };
    case shimFrame.error:
      return { kind: 'error', message: payload.toString('utf8') };
    default:
      throw new ConmanError('data-loss', `the shim sent a frame of unknown type 0x${type.toString(16)}`);
  }
}

function decodeWelcome(payload: Buffer): ShimWelcome {
  expectLength(payload, 14, 'WELCOME');
  const version = payload.readUInt8(0);
  if (version !== attachProtocolVersion) {
    throw new ConmanError('data-loss', `the shim speaks version ${version} of the attach protocol, not 1`);
  }
  const facts = payload.readUInt8(1);
  return {
    terminal: (facts & 1) !== 0,
    stdinOpen: (facts & 2) !== 0,
    controllable: (facts & 4) !== 0,
    pid: payload.readUInt32BE(2),
    logBytesLost: payload.readBigUInt64BE(6),
  };
}

function decodeReason(reason: number): ExitReason {
  return reason === 0 ? 'exited' : reason === 1 ? 'signaled' : 'unknown';
}

function expectLength(payload: Buffer, bytes: number, frame: string): void {
  if (payload.length !== bytes) {
    throw new ConmanError('data-loss', `the shim sent ${frame} with ${payload.length} bytes instead of ${bytes}`);
  }
}
