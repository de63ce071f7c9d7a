import type { ContainerSummary } from '../../../../core/api/index.ts';
import { sizeText } from '../../../words/size.ts';
import { graphRows } from '../../stats/graph.ts';
import type { SeriesName, StatsHistory } from '../../stats/stats-history.ts';
import type { ViewColumn } from '../view.ts';

type UsageColumn = ViewColumn<ContainerSummary>;

const graphCells = 12;
/** Less than this share of a processor is no mountain, however quiet it is otherwise. */
const leastTopCores = 0.1;

const newest = (history: StatsHistory | undefined, name: SeriesName): number | undefined => history?.recent(name, 1)[0];

/** Bytes per second of one series. */
function rateColumn(id: string, title: string, series: SeriesName): UsageColumn {
  return {
    ...{ id, title, width: 9, align: 'right', dispensable: 5, isOptional: true, needsUsage: true },
    cell(_, { history }) {
      const bytes = newest(history, series);
      return bytes === undefined ? '' : `${sizeText(Math.round(bytes))}/s`;
    },
    sortKey: (_, _usage, history) => -(newest(history, series) ?? -1),
  };
}

/** What a container takes of the machine, beside processor and memory: for who chooses these columns. */
export const usageColumns: readonly UsageColumn[] = [
  {
    ...{ id: 'memory-share', title: 'mem %', width: 6, align: 'right', dispensable: 4, isOptional: true },
    needsUsage: true,
    cell: (_, { usage }) =>
      usage ? `${((usage.memory.workingSetBytes / usage.memory.limitBytes) * 100).toFixed(1)}%` : '',
    sortKey: (_, usage) => -(usage ? usage.memory.workingSetBytes / usage.memory.limitBytes : -1),
  },
  {
    ...{ id: 'cpu-graph', title: 'cpu lately', width: graphCells, dispensable: 5, isOptional: true, needsUsage: true },
    cell(_, { history, isForEars }) {
      if (!history || isForEars) return '';
      const cores = history.recent('cores', graphCells);
      const [row = ''] = graphRows(cores, graphCells, 1, Math.max(leastTopCores, ...cores));
      return { text: row, as: 'graph' };
    },
    sortKey: (_, usage) => -(usage?.cpu.cores ?? -1),
  },
  rateColumn('received', 'net in', 'received'),
  rateColumn('sent', 'net out', 'sent'),
  rateColumn('read', 'disk read', 'read'),
  rateColumn('written', 'disk write', 'written'),
];
