import { Metadata, type ServiceError, type StatusObject, status } from '@grpc/grpc-js';
import { ConmanError, type ErrorCode, type ErrorReason, errorCodes, errorReasons } from '../errors/index.ts';

/** The one table between our errors and gRPC's. */
const statusOfCode: Readonly<Record<ErrorCode, status>> = {
  aborted: status.ABORTED,
  'already-exists': status.ALREADY_EXISTS,
  cancelled: status.CANCELLED,
  'data-loss': status.DATA_LOSS,
  'deadline-exceeded': status.DEADLINE_EXCEEDED,
  'failed-precondition': status.FAILED_PRECONDITION,
  internal: status.INTERNAL,
  'invalid-argument': status.INVALID_ARGUMENT,
  'not-found': status.NOT_FOUND,
  'permission-denied': status.PERMISSION_DENIED,
  'resource-exhausted': status.RESOURCE_EXHAUSTED,
  unavailable: status.UNAVAILABLE,
  unimplemented: status.UNIMPLEMENTED,
};

const codeOfStatus: ReadonlyMap<status, ErrorCode> = new Map([
  ...errorCodes.map((code) => [statusOfCode[code], code] as const),
  [status.UNAUTHENTICATED, 'permission-denied'],
  [status.OUT_OF_RANGE, 'invalid-argument'],
]);

/** Carries what a status has no room for, as JSON. gRPC transfers values of keys that end in `-bin` unchanged. */
const metadataKey = 'conman-error-bin';

/** Bounds in characters; peers refuse headers beyond some 64 KiB. */
const maxMessage = 4_096;
const maxDetails = 12_288;

interface ErrorFacts {
  readonly code: ErrorCode;
  readonly reason?: ErrorReason | undefined;
  readonly hint?: string | undefined;
  readonly details?: string | undefined;
}

export function toStatus(thrown: unknown): Pick<StatusObject, 'code' | 'details' | 'metadata'> {
  const error = ConmanError.from(thrown);
  const facts: ErrorFacts = {
    code: error.code,
    reason: error.reason,
    hint: error.hint?.slice(0, maxMessage),
    details: error.details?.slice(-maxDetails),
  };
  const metadata = new Metadata();
  metadata.set(metadataKey, Buffer.from(JSON.stringify(facts)));
  return { code: statusOfCode[error.code], details: error.message.slice(0, maxMessage), metadata };
}

/** The error of a call to the daemon at `socketPath`, in our terms. A deadline is only ever set on asking who is there. */
export function fromServiceError(thrown: unknown, socketPath: string): ConmanError {
  if (thrown instanceof ConmanError || !isServiceError(thrown)) return ConmanError.from(thrown);
  const facts = readFacts(thrown.metadata);
  if (facts !== undefined) return new ConmanError(facts.code, thrown.details, { ...facts, cause: thrown });
  return fromTransport(thrown, socketPath);
}

/** True for an error that a conmand gave as its answer, rather than one of the connection. */
export function isAnswer(thrown: unknown): boolean {
  return isServiceError(thrown) && readFacts(thrown.metadata) !== undefined;
}

/** A status without our metadata comes from gRPC itself, or from a server that is not conmand. */
function fromTransport(error: ServiceError, socketPath: string): ConmanError {
  const code = codeOfStatus.get(error.code) ?? 'internal';
  if (code === 'unavailable' || code === 'deadline-exceeded') {
    return new ConmanError('unavailable', `conmand does not answer on ${socketPath}`, {
      hint: 'conmanctl daemon start',
      details: error.details,
      cause: error,
    });
  }
  if (code === 'unimplemented') {
    return new ConmanError(code, `the daemon on ${socketPath} does not know this request`, {
      hint: 'It is probably an older conmand: conmanctl daemon stop, then conmanctl daemon start. Containers run on.',
      details: error.details,
      cause: error,
    });
  }
  return new ConmanError(code, error.details || error.message, { cause: error });
}

function isServiceError(thrown: unknown): thrown is ServiceError {
  return thrown instanceof Error && 'code' in thrown && 'details' in thrown && 'metadata' in thrown;
}

function readFacts(metadata: Metadata | undefined): ErrorFacts | undefined {
  const [value] = metadata?.get(metadataKey) ?? [];
  if (value === undefined) return undefined;
  try {
    const facts: Partial<Record<keyof ErrorFacts, unknown>> = JSON.parse(value.toString());
    const code = errorCodes.find((known) => known === facts.code);
    if (code === undefined) return undefined;
    const reason = errorReasons.find((known) => known === facts.reason);
    return { code, reason, hint: optionalString(facts.hint), details: optionalString(facts.details) };
  } catch {
    return undefined;
  }
}

function optionalString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
