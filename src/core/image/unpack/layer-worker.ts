/** The program of the thread that unpacks a layer. */
import { serveWorkerTask } from '../../host/worker-thread.ts';
import { extractLayer } from './extract-layer.ts';

await serveWorkerTask(extractLayer);
