import { ConmanError } from '../errors/index.ts';

interface UndoStep {
  readonly what: string;
  readonly undo: () => Promise<void> | void;
}

export interface UndoFailure {
  readonly what: string;
  readonly error: unknown;
}

/** How to take back what an operation has done so far, last step first. */
export class UndoStack {
  readonly #steps: UndoStep[] = [];

  /** `what` says what undoing does: `unmount the root file system`. */
  push(what: string, undo: () => Promise<void> | void): void {
    this.#steps.push({ what, undo });
  }

  /** Undoes everything. A step that fails does not keep the others from being undone; what failed is returned. */
  async unwind(): Promise<readonly UndoFailure[]> {
    const failures: UndoFailure[] = [];
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step.undo();
      } catch (error) {
        failures.push({ what: step.what, error });
      }
    }
    return failures;
  }
}

/** The error that made the undoing necessary, with what could not be undone among its details. */
export function withUndoFailures(error: ConmanError, failures: readonly UndoFailure[]): ConmanError {
  if (failures.length === 0) return error;
  const lines = failures.map((failure) => `could not ${failure.what}: ${ConmanError.from(failure.error).message}`);
  const details = [error.details, ...lines].filter((line) => line !== undefined).join('\n');
  return new ConmanError(error.code, error.message, { hint: error.hint, cause: error, details });
}
