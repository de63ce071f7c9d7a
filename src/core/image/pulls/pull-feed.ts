import type { PullProgress } from '../../api/image-transfer.ts';
import type { PullNews } from '../image-installer.ts';
import { platformText } from '../platform.ts';
import { familiarName, type ImageReference } from '../reference.ts';

type Resolved = Extract<PullProgress, { kind: 'resolved' }>;
type LayerNews = Extract<PullProgress, { kind: 'layer' }>;

/** How a pull under way stands, for those who watch it: each hears of every layer, but not of every byte. */
export class PullFeed {
  readonly #reference: ImageReference;
  #resolved: Resolved | undefined;
  readonly #layers = new Map<string, LayerNews>();

  constructor(reference: ImageReference) {
    this.#reference = reference;
  }

  note(news: PullNews): void {
    if (news.kind === 'layer') {
      this.#layers.set(news.digest, news);
      return;
    }
    const { digest, config, manifest } = news.content;
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

  /** Of the download. */
  get doneBytes(): number {
    let bytes = 0;
    for (const { digest, sizeBytes } of this.#sizes) {
      const layer = this.#layers.get(digest);
      if (layer === undefined || layer.state === 'waiting') continue;
      bytes += layer.state === 'downloading' ? layer.doneBytes : sizeBytes;
    }
    return bytes;
  }

  /** 0 until it is known. */
  get totalBytes(): number {
    return this.#sizes.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  get #sizes(): readonly { readonly digest: string; readonly sizeBytes: number }[] {
    return this.#resolved?.layers ?? [];
  }
}
