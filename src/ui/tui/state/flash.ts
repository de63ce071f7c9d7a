import type { ConmanError } from '../../../core/errors/index.ts';
import { errorAdvice } from '../present/error-advice.ts';
import type { AppState, Flash } from './app-state.ts';
import { type Transition, to } from './transition.ts';

/** Long enough to read; an error also tells what to do. */
const shownForMs = { info: 4_000, warning: 6_000, error: 15_000 } as const;

export function flash(state: AppState, severity: Flash['severity'], text: string, hint?: string): Transition {
  const id = state.nextId;
  return to(
    { ...state, nextId: id + 1, flash: { id, severity, text, hint } },
    { kind: 'expire-flash', flashId: id, afterMs: shownForMs[severity] },
  );
}

export function flashError(state: AppState, error: ConmanError, doing?: string): Transition {
  const text = doing === undefined ? error.message : `${doing}: ${error.message}`;
  const advice = errorAdvice[error.code];
  return flash(state, advice.severity, text, error.hint ?? advice.hint);
}
