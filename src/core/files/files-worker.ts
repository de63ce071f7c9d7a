/** The program of the threads that handle containers' files. */
import { serveStreamingThread } from '../host/thread-stream.ts';
import { carryOutFilesTask } from './files-task.ts';

await serveStreamingThread(carryOutFilesTask);
