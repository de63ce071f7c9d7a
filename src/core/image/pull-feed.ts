import type { PullProgress } from '../api/image.ts';
import type { PullNews } from './image-puller.ts';
import { platformText } from './platform.ts';
import { familiarName, type ImageReference } from './reference.ts';

type LayerNews = Extract<PullProgress, { kind: 'layer' }>;

/** How a pull under way stands, for those who watch it: each hears of every layer, but not of every byte. */
export class PullFeed {
  readonly #reference: ImageReference;
  #resolved: PullProgress | undefined;
  readonly #layers = new Map<string, LayerNews>();

  constructor(reference: ImageReference) {
    this.#reference = reference;
  }

  note(news: PullNews): void {
    if (news.kind === 'layer') {
      this.#layers.set(news.digest, news);
      return;
    }
    const { digest, config, manifest } = news.image;
    this.#resolved = {
      kind: 'resolved',
      name: familiarName(this.#reference),
      digest,
      platform: platformText(config),
      layers: manifest.layers.map((layer) => ({ digest: layer.digest, sizeBytes: layer.size })),
    };
  }

  /** What is new since `seen`, which is brought up to date. */
  *news(seen: Map<string, PullProgress>): Generator<PullProgress> {
    if (this.#resolved === undefined) return;
    if (!seen.has('')) yield this.#resolved;
    seen.set('', this.#resolved);
    for (const [digest, layer] of this.#layers) {
      if (seen.get(digest) === layer) continue;
      seen.set(digest, layer);
      yield layer;
    }
  }
}
