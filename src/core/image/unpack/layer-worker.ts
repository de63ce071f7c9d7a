/** The program of the threads that write layers. */
import { serveTasks } from '../../host/task-thread.ts';
import { type ExtractNews, type LayerTask, LayerTasks } from './layer-tasks.ts';

const tasks = new LayerTasks();

serveTasks<LayerTask, ExtractNews>((task, post) => tasks.run(task, post));
