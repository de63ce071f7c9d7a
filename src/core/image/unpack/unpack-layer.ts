import { runWorkerTask } from '../../host/worker-thread.ts';
import type { LayerProgress, LayerTask } from './extract-layer.ts';

/** Beside this file among the sources; scripts/bundle.ts puts it beside the programs. */
const program = new URL(import.meta.url.endsWith('.ts') ? './layer-worker.ts' : './layer-worker.js', import.meta.url);

/** Unpacks a layer in a thread of its own. Gives the bytes in its files. */
export async function unpackLayer(
  task: LayerTask,
  report: (progress: LayerProgress) => void,
  abort: AbortSignal,
): Promise<number> {
  let sizeBytes = 0;
  const onMessage = (progress: LayerProgress): void => {
    sizeBytes = progress.sizeBytes;
    report(progress);
  };
  await runWorkerTask({ program, data: task, onMessage, abort });
  return sizeBytes;
}
