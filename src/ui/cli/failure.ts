import { ConmanError } from '../../core/errors/index.ts';
import { displayText } from '../words/display-text.ts';
import { statusOfError } from './exit-status.ts';

/** A failure whose exit status is not that of its code: what `run` and `exec` end with. */
export class StatusError extends Error {
  readonly status: number;

  constructor(status: number, cause: unknown) {
    super(ConmanError.from(cause).message, { cause });
    this.status = status;
  }
}

export interface Failure {
  /** One line: what, why, what to do. */
  readonly line: string;
  readonly status: number;
  /** More, for those who ask. */
  readonly details: string | undefined;
}

/** What conmanctl says and gives as its status when `error` ended a command. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof StatusError) return { ...describeFailure(error.cause), status: error.status };
  const known = ConmanError.from(error);
  const hint = known.hint === undefined ? '' : ` (${known.hint})`;
  return {
    line: `conmanctl: ${displayText(oneLine(known.message + hint))}`,
    status: statusOfError[known.code],
    details: known.details ?? (known.code === 'internal' ? stackOf(known) : undefined),
  };
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, '; ');
}

function stackOf(error: ConmanError): string | undefined {
  return error.cause instanceof Error ? error.cause.stack : error.stack;
}
