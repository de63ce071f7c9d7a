import type { ContainerSummary } from '../../../../core/api/index.ts';
import { joinShellWords } from '../../../words/shell-words.ts';
import { sizeText } from '../../../words/size.ts';
import type { ViewTab } from '../view.ts';

/** `1:02.50`, minutes and seconds, as ps and top have it. */
export function cpuTimeText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return `${minutes}:${((ms % 60_000) / 1000).toFixed(2).padStart(5, '0')}`;
}

/** The kernel does not announce what processes do: they are read again every two seconds, while somebody looks. */
export const processesTab: ViewTab<ContainerSummary> = {
  id: 'processes',
  title: 'Procs',
  surface: 'table',
  table: {
    columns: [
      { title: 'PID', width: 6, align: 'right' },
      { title: 'HOST', width: 7, align: 'right', dispensable: 3 },
      { title: 'USER', width: 6, align: 'right', dispensable: 2 },
      { title: 'S', width: 1 },
      { title: 'TIME', width: 9, align: 'right' },
      { title: 'MEMORY', width: 8, align: 'right', dispensable: 1 },
      { title: 'COMMAND', width: { min: 10, weight: 1 } },
    ],
    whenEmpty: 'No processes: it does not run.',
    everyMs: 2_000,
    async read(engine, { id, state }) {
      if (state !== 'running') return [];
      return (await engine.listProcesses(id)).map((process) => ({
        id: String(process.pid),
        cells: [
          String(process.containerPid),
          String(process.pid),
          String(process.uid),
          process.state,
          cpuTimeText(process.cpuTimeMs),
          sizeText(process.residentBytes),
          joinShellWords(process.command),
        ],
      }));
    },
  },
};
