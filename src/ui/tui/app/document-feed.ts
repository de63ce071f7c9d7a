import type { ContainerEngine } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import type { DocumentPainter } from '../document/document-painter.ts';
import type { AppState } from '../state/app-state.ts';
import type { DocumentChange, Motion } from '../state/effect.ts';
import { tabInFront } from '../state/tabs.ts';

/** Feeds the document surface with what the tab in front says of the item that is shown, past React and the state. */
export class DocumentFeed {
  readonly #engine: () => ContainerEngine;
  readonly #painter: DocumentPainter;
  #shown: { readonly key: string; readonly item: unknown } | undefined;
  #turn = 0;

  constructor(engine: () => ContainerEngine, painter: DocumentPainter) {
    this.#engine = engine;
    this.#painter = painter;
  }

  take(state: AppState): void {
    const tab = tabInFront(state);
    this.#painter.setFocused(state.focus === 'detail' && state.dialog === undefined);
    if (tab.surface !== 'document' || !tab.load) return;
    const item = state.visible.find(({ id }) => id === state.detailId)?.item;
    const key = `${state.viewId} ${tab.id} ${state.detailId}`;
    if (this.#shown?.key === key && this.#shown.item === item) return;
    if (this.#shown?.key !== key) this.#painter.reset();
    this.#shown = { key, item };
    const { load } = tab;
    if (item !== undefined) void this.#load(async () => await load(this.#engine(), item));
  }

  change(change: DocumentChange): void {
    switch (change.kind) {
      case 'move':
        moveDocument(this.#painter, change.motion);
        break;
      case 'fold':
        this.#painter.fold();
        break;
      case 'search':
        this.#painter.search(change.text);
        break;
      case 'step':
        this.#painter.step(change.direction);
    }
  }

  async #load(read: () => Promise<unknown>): Promise<void> {
    const turn = ++this.#turn;
    try {
      const document = await read();
      if (turn === this.#turn) this.#painter.setValue(document);
    } catch (error) {
      if (turn === this.#turn) this.#painter.setMessage(ConmanError.from(error).message);
    }
  }
}

function moveDocument(painter: DocumentPainter, motion: Motion): void {
  switch (motion) {
    case 'up':
    case 'down':
      painter.move(motion === 'up' ? -1 : 1);
      break;
    case 'page-up':
    case 'page-down':
      painter.page(motion === 'page-up' ? -1 : 1);
      break;
    case 'first':
      painter.toStart();
      break;
    case 'last':
      painter.toEnd();
  }
}
