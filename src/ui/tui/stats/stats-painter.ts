import { fitText } from '../../text/fit-text.ts';
import { resetSequence, type Style, styleSequence } from '../../text/style.ts';
import { sizeText } from '../../words/size.ts';
import type { PaintedRow, Painter } from '../surface/painter.ts';
import { graphRows } from './graph.ts';
import type { SeriesName, StatsHistory } from './stats-history.ts';

export interface StatsTheme {
  readonly title: Style;
  readonly note: Style;
  readonly graph: Style;
  readonly second: Style;
  readonly warning: Style;
}

/** One graph, or two of one kind side by side. */
interface Panel {
  readonly title: string;
  readonly note: string;
  readonly isWarning: boolean;
  readonly series: readonly SeriesName[];
  /** What fills the graph; the highest value that is shown when absent. */
  readonly top: number | undefined;
}

/** What a container takes of the machine, over time. */
export class StatsPainter implements Painter {
  readonly #theme: StatsTheme;
  readonly #hasGraphs: boolean;
  #history: StatsHistory | undefined;
  #message = '';
  #repaint: () => void = () => undefined;

  /** Without graphs the numbers alone are told. */
  constructor(theme: StatsTheme, { hasGraphs = true }: { readonly hasGraphs?: boolean } = {}) {
    this.#theme = theme;
    this.#hasGraphs = hasGraphs;
  }

  /** The container to show, or none and words instead. The history is read anew with every frame. */
  show(history: StatsHistory | undefined, message: string): void {
    this.#history = history;
    this.#message = message;
    this.#repaint();
  }

  attach(repaint: () => void): void {
    this.#repaint = repaint;
  }

  detach(): void {
    this.#repaint = () => undefined;
  }

  paint(width: number, height: number): readonly PaintedRow[] {
    const history = this.#history;
    if (!history?.last) return [this.#styled(` ${this.#message}`, this.#theme.note, width)];
    const panels = panelsOf(history);
    const rows = Math.floor(height / panels.length);
    // Where there is no room for graphs, the numbers alone are told.
    const graphHeight = this.#hasGraphs ? Math.max(0, rows - 1) : 0;
    return panels.flatMap((panel) => this.#panel(panel, history, width, graphHeight)).slice(0, height);
  }

  #panel(panel: Panel, history: StatsHistory, width: number, height: number): readonly PaintedRow[] {
    const { title, note, graph, second, warning } = this.#theme;
    const head = this.#styled(` ${panel.title.padEnd(8)}`, title, width);
    const told = this.#styled(panel.note, panel.isWarning ? warning : note, Math.max(0, width - head.cells));
    const heading = { text: head.text + told.text, cells: head.cells + told.cells };
    if (height === 0) return [heading];
    const gap = panel.series.length > 1 ? 2 : 0;
    const inner = Math.floor((width - 2 - gap) / panel.series.length);
    const recent = panel.series.map((name) => history.recent(name, inner));
    const top = panel.top ?? Math.max(0, ...recent.flat());
    const graphs = recent.map((values) => graphRows(values, inner, height, top));
    const rows = Array.from({ length: height }, (_, row): PaintedRow => {
      const parts = graphs.map((lines, index) => {
        return styleSequence(index === 0 ? graph : second) + (lines[row] ?? '') + resetSequence;
      });
      return { text: ` ${parts.join(' '.repeat(gap))}`, cells: 1 + inner * parts.length + gap * (parts.length - 1) };
    });
    return [heading, ...rows];
  }

  #styled(text: string, style: Style, width: number): PaintedRow {
    const fitted = fitText(text, width);
    return { text: styleSequence(style) + fitted.text + resetSequence, cells: fitted.cells };
  }
}

const percent = (fraction: number): string => `${(fraction * 100).toFixed(1)} %`;
const rate = (bytes: number): string => `${sizeText(bytes)}/s`;

function panelsOf(history: StatsHistory): readonly Panel[] {
  const stats = history.last;
  if (!stats) return [];
  const now = (name: SeriesName): number => history.recent(name, 1)[0] ?? 0;
  const { memory, cpu, pids, block, network } = stats;
  const throttled = now('throttled');
  const share = memory.workingSetBytes / memory.limitBytes;
  const limit = pids.limit === undefined ? '' : ` of ${pids.limit}`;
  const kills = memory.oomKills > 0 ? ` · ${memory.oomKills} killed for memory` : '';
  return [
    {
      title: 'CPU',
      note: `${percent(now('cores'))} of a core · ${(cpu.usageUs / 1e6).toFixed(1)} s so far${
        throttled > 0 ? ` · held back in ${percent(throttled)} of the time` : ''
      }`,
      isWarning: throttled > 0,
      series: ['cores'],
      top: undefined,
    },
    {
      title: 'Memory',
      note: `${sizeText(memory.workingSetBytes)} of ${sizeText(memory.limitBytes)} · ${percent(share)}${kills}`,
      isWarning: share > 0.9 || memory.oomKills > 0,
      series: ['memory'],
      top: memory.limitBytes,
    },
    {
      title: 'Network',
      note: `in ${rate(now('received'))} · out ${rate(now('sent'))} · ${totals(network)}`,
      isWarning: false,
      series: ['received', 'sent'],
      top: undefined,
    },
    {
      title: 'Disk',
      note: `read ${rate(now('read'))} · written ${rate(now('written'))} · ${sizeText(block.readBytes)} and ${sizeText(block.writeBytes)} so far`,
      isWarning: false,
      series: ['read', 'written'],
      top: undefined,
    },
    {
      title: 'Pids',
      note: `${pids.current}${limit} processes and threads`,
      isWarning: pids.limit !== undefined && pids.current > pids.limit * 0.9,
      series: ['pids'],
      top: pids.limit,
    },
  ];
}

function totals(network: NonNullable<StatsHistory['last']>['network']): string {
  if (network.length === 0) return 'no network of its own';
  const received = network.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0);
  const sent = network.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
  return `${sizeText(received)} and ${sizeText(sent)} so far`;
}
