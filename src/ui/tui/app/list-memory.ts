import type { AppState } from '../state/app-state.ts';
import { readRememberedList, writeRememberedList } from '../state/remembered-list.ts';
import type { Dispatch } from './store.ts';

/** A small document that outlives the program; handed in by the entry point. Both do nothing where they cannot. */
export interface ListDocument {
  /** Names conmand: a list is that of one conmand. */
  readonly socketPath: string;
  read(): string | undefined;
  write(text: string): void;
}

/** Remembers the list from one run to the next: loading the client takes longer than everything else of a start. */
export class ListMemory {
  readonly #document: ListDocument;
  #written: AppState['containers'];

  constructor(document: ListDocument) {
    this.#document = document;
  }

  recall(dispatch: Dispatch): void {
    const text = this.#document.read();
    const containers = text === undefined ? undefined : readRememberedList(text, this.#document.socketPath);
    if (containers) dispatch({ kind: 'remembered', containers });
  }

  /** Writes the first list that conmand gives, for a program that is killed; the last one is for `keep`. */
  take(state: AppState): void {
    if (this.#written === undefined) this.keep(state);
  }

  keep({ containers, isRemembered }: AppState): void {
    if (containers === undefined || isRemembered || containers === this.#written) return;
    this.#written = containers;
    this.#document.write(writeRememberedList(this.#document.socketPath, containers.values()));
  }
}
