import type { LayerState, PullProgress } from '../../../core/api/index.ts';
import { sizeText } from '../../words/size.ts';
import type { ProgressView } from '../progress-lines.ts';
import { shortIdLength } from './container-table.ts';

/** Where a layer of a pull stands. */
interface LayerView {
  readonly digest: string;
  readonly sizeBytes: number;
  state: LayerState;
  doneBytes: number;
}

const stateText: Readonly<Record<LayerState, string>> = {
  waiting: 'waiting',
  downloading: 'downloading',
  unpacking: 'unpacking',
  verified: 'verified',
  done: 'done',
};

const barCells = 20;

/** A pull as lines of text: one for every layer, and one for all of them. */
export class PullView implements ProgressView<PullProgress> {
  readonly #layers = new Map<string, LayerView>();

  /** Takes the news in. Gives what is worth a line of its own in a log: every new state of a layer. */
  note(progress: PullProgress): string | undefined {
    if (progress.kind === 'resolved') {
      for (const { digest, sizeBytes } of progress.layers) {
        this.#layers.set(digest, { digest, sizeBytes, state: 'waiting', doneBytes: 0 });
      }
      return `${progress.name}: ${progress.layers.length} layers for ${progress.platform}, ${progress.digest}`;
    }
    const layer = progress.kind === 'layer' ? this.#layers.get(progress.digest) : undefined;
    if (progress.kind !== 'layer' || layer === undefined) return undefined;
    const isNew = layer.state !== progress.state;
    layer.state = progress.state;
    layer.doneBytes = progress.doneBytes;
    return isNew ? `${shortDigest(layer)} ${stateText[layer.state]} ${sizeText(layer.sizeBytes)}` : undefined;
  }

  /** At most `rows` lines of at most `columns` cells: the layers under way before those that are done. */
  lines(columns: number, rows: number): string[] {
    const layers = [...this.#layers.values()];
    if (layers.length === 0) return [];
    const places = Math.max(rows - 1, 0);
    const busy = layers.filter(({ state }) => state !== 'done');
    const shown = layers.length <= places ? layers : busy.slice(0, places);
    return [...shown.map(layerLine), totalLine(layers)].map((line) => line.slice(0, columns));
  }
}

function layerLine(layer: LayerView): string {
  const { state, doneBytes, sizeBytes } = layer;
  const begin = `${shortDigest(layer)}  ${stateText[state].padEnd(stateText.downloading.length)}`;
  if (state === 'downloading')
    return `${begin}  ${barText(doneBytes, sizeBytes)} ${sizeText(doneBytes)} of ${sizeText(sizeBytes)}`;
  return state === 'unpacking' ? `${begin}  ${sizeText(doneBytes)}` : `${begin}  ${sizeText(sizeBytes)}`;
}

function totalLine(layers: readonly LayerView[]): string {
  const total = sum(layers.map(({ sizeBytes }) => sizeBytes));
  const fetched = sum(layers.map(fetchedBytes));
  const done = layers.filter(({ state }) => state === 'done').length;
  return `total: ${done} of ${layers.length} layers, ${sizeText(fetched)} of ${sizeText(total)}`;
}

function fetchedBytes({ state, doneBytes, sizeBytes }: LayerView): number {
  if (state === 'waiting') return 0;
  return state === 'downloading' ? doneBytes : sizeBytes;
}

export function barText(done: number, total: number): string {
  const filled = total === 0 ? barCells : Math.min(barCells, Math.floor((done / total) * barCells));
  return `[${'='.repeat(filled).padEnd(barCells)}]`;
}

export function shortDigest({ digest }: { readonly digest: string }): string {
  return digest.replace(/^\w+:/, '').slice(0, shortIdLength);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
