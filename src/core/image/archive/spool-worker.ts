/** The program of the thread that lays out archives of images. */
import { serveTasks } from '../../host/task-thread.ts';
import { spoolArchive } from './spool-task.ts';

serveTasks(spoolArchive);
