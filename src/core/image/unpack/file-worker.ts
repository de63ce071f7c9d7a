/** The program of the thread that helps to make files. */
import { makeHandedOverFiles } from '../../host/file-handover.ts';
import { serveTasks } from '../../host/task-thread.ts';

serveTasks(makeHandedOverFiles);
