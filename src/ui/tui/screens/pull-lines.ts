import type { LayerState, PushState } from '../../../core/api/index.ts';
import { displayText } from '../../words/display-text.ts';
import { sizeText } from '../../words/size.ts';
import type { PullLayer, WatchedPull } from '../state/pulls.ts';
import type { PageLine } from './page-lines.ts';

const stateWords: Readonly<Record<LayerState | PushState, string>> = {
  waiting: 'waiting',
  downloading: 'downloading',
  unpacking: 'unpacking',
  verified: 'verified',
  done: 'done',
  uploading: 'uploading',
  uploaded: 'uploaded',
  mounted: 'there already',
  present: 'there already',
};

const barCells = 24;

function bar(done: number, total: number): string {
  const filled = total <= 0 ? 0 : Math.min(barCells, Math.round((done / total) * barCells));
  return '█'.repeat(filled) + '░'.repeat(barCells - filled);
}

const isComplete = ({ state }: PullLayer): boolean => ['done', 'uploaded', 'mounted', 'present'].includes(state);

/** Bytes of the download, or the upload, that are there. */
function fetched({ state, doneBytes, sizeBytes }: PullLayer): number {
  if (state === 'waiting') return 0;
  return state === 'downloading' || state === 'uploading' ? Math.min(doneBytes, sizeBytes) : sizeBytes;
}

/** How much of all layers is there, from 0 to 1; undefined until it is known what there is to do. */
export function pullShare({ layers }: WatchedPull): number | undefined {
  const total = layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return total === 0 ? undefined : layers.reduce((sum, layer) => sum + fetched(layer), 0) / total;
}

/** A bar for each layer, one for all of them, and how it ended. */
export function pullLines(pull: WatchedPull): readonly PageLine[] {
  const { layers, outcome, push } = pull;
  if (outcome === 'running' && layers.length === 0) return [[{ text: 'Asking the registry …', as: 'pending' }]];
  const lines = layers.map((layer): PageLine => {
    const name = layer.digest.replace(/^\w+:/, '').slice(0, 12);
    const as = isComplete(layer) ? 'good' : layer.state === 'waiting' ? 'faint' : 'plain';
    return [
      { text: `${name}  `, as: 'faint' },
      { text: bar(fetched(layer), layer.sizeBytes), as: isComplete(layer) ? 'good' : 'graph' },
      { text: `  ${stateWords[layer.state].padEnd(14)}${sizeText(layer.sizeBytes)}`, as },
    ];
  });
  const total = layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const done = layers.reduce((sum, layer) => sum + fetched(layer), 0);
  const all: PageLine = [
    { text: 'all           ', as: 'heading' },
    { text: bar(done, total), as: 'graph' },
    { text: `  ${sizeText(done)} of ${sizeText(total)}`, as: 'plain' },
  ];
  return [...lines, ...(layers.length > 0 ? [all] : []), ...outcomeLines(outcome, push !== undefined)];
}

function outcomeLines(outcome: WatchedPull['outcome'], isPush: boolean): readonly PageLine[] {
  if (outcome === 'running') return [];
  if (outcome.problem === '') return [[{ text: isPush ? 'The registry has it.' : 'It is there.', as: 'good' }]];
  const kept = isPush
    ? 'What has arrived is not sent again: r goes on with the rest.'
    : 'What was fetched is kept: r tries again and goes on from there.';
  return [[{ text: displayText(outcome.problem), as: 'error' }], [{ text: kept, as: 'plain' }]];
}
