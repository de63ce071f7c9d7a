import { ConmanError, type ErrorCode } from '../errors/index.ts';

/** A failure on its way between threads, which carry plain values: of a ConmanError only its class would be lost. */
export interface FailureReport {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | undefined;
  readonly details: string | undefined;
}

export function failureReport(thrown: unknown): FailureReport {
  const { code, message, hint, details } = ConmanError.from(thrown);
  return { code, message, hint, details };
}

export function failureOf(report: FailureReport): ConmanError {
  return new ConmanError(report.code, report.message, report);
}
