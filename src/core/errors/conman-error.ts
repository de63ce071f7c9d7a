/** Every way in which the engine can fail, as its callers tell them apart. The names are those of gRPC's status codes. */
export const errorCodes = [
  'aborted',
  'already-exists',
  'cancelled',
  'data-loss',
  'deadline-exceeded',
  'failed-precondition',
  'internal',
  'invalid-argument',
  'not-found',
  'permission-denied',
  'resource-exhausted',
  'unavailable',
  'unimplemented',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What a caller may want to tell apart within a code. */
export const errorReasons = ['command-missing', 'command-not-executable', 'daemon-running', 'shell-missing'] as const;

export type ErrorReason = (typeof errorReasons)[number];

export interface ErrorOptions {
  readonly reason?: ErrorReason | undefined;
  /** What the user can do about it: a sentence, or a command to type. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
  /** Further output worth showing on request, such as the whole stderr of a runtime. */
  readonly details?: string | undefined;
}

/** The one error that crosses the engine's boundary. `message` says what failed and why, in one line. */
export class ConmanError extends Error {
  override readonly name = 'ConmanError';
  readonly code: ErrorCode;
  readonly reason: ErrorReason | undefined;
  readonly hint: string | undefined;
  readonly details: string | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.reason = options.reason;
    this.hint = options.hint;
    this.details = options.details;
  }

  /** `error` itself if it is a ConmanError, else an `internal` one around it. */
  static from(error: unknown): ConmanError {
    if (error instanceof ConmanError) return error;
    const message = error instanceof Error ? error.message : String(error);
    return new ConmanError('internal', message, { cause: error });
  }
}
