/** The program of the thread that takes blobs in. */
import { serveTasks } from '../../host/task-thread.ts';
import { inflateBlob } from './inflate-blob.ts';

serveTasks(inflateBlob);
