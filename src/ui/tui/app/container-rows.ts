import type { ContainerSummary } from '../../../core/api/index.ts';
import { ageText } from '../present/age.ts';
import { goingVerb } from '../present/operation-text.ts';
import { joinShellWords } from '../present/shell-words.ts';
import { isBroken, stateText } from '../present/state-text.ts';
import type { AppState } from '../state/app-state.ts';
import type { Operation } from '../state/effect.ts';
import { pendingOperation } from '../state/selectors.ts';
import type { TableColumn, TableRow } from '../table/table-row.ts';
import { sgrStyle } from '../theme/sgr-style.ts';
import type { Theme, Token } from '../theme/theme.ts';

const longestState = 17;
const longestName = 32;
const longestImage = 24;

/** Columns as wide as these rows need. They go, from the highest `dispensable` on, where there is no room for them. */
export function containerColumns(rows: readonly TableRow[]): readonly TableColumn[] {
  const needed = (place: number, least: number, most: number): number => {
    const longest = rows.reduce((cells, row) => Math.max(cells, cellText(row.cells[place]).length), least);
    return Math.min(longest, most);
  };
  const name = needed(0, 4, longestName);
  const image = needed(3, 5, longestImage);
  return [
    { title: 'NAME', width: { min: Math.min(name, 14), max: name, weight: 4 } },
    { title: 'STATE', width: needed(1, 9, longestState) },
    { title: 'AGE', width: 4, align: 'right' },
    { title: 'IMAGE', width: { min: Math.min(image, 8), max: image, weight: 2 }, dispensable: 2 },
    { title: 'COMMAND', width: { min: 7, weight: 3 }, dispensable: 1 },
    { title: 'ID', width: 12, dispensable: 3 },
  ];
}

function cellText(cell: TableRow['cells'][number] | undefined): string {
  return typeof cell === 'object' ? cell.text : (cell ?? '');
}

const symbols: Readonly<Record<ContainerSummary['state'], string>> = {
  created: '◌',
  running: '●',
  exited: '○',
  unknown: '?',
};

function stateToken({ state, exit }: ContainerSummary): Token {
  if (state !== 'exited') return state;
  return exit?.code === 0 ? 'ended' : 'failed';
}

/** When the state of the container began: what its age counts from. */
export function ageSince(container: ContainerSummary): bigint {
  if (container.state === 'running') return container.startedAt;
  if (container.state === 'exited') return container.exit?.at ?? container.finishedAt;
  return container.createdAt;
}

interface CachedRow {
  readonly container: ContainerSummary;
  readonly age: string;
  readonly pending: Operation | undefined;
  readonly row: TableRow;
}

/** Rows of the list. A row whose words are as before is the same object, so that the table does not look at it again. */
export class ContainerRows {
  readonly #theme: Theme;
  #cache: ReadonlyMap<string, CachedRow> = new Map();

  constructor(theme: Theme) {
    this.#theme = theme;
  }

  rows(state: AppState): readonly TableRow[] {
    const cache = new Map<string, CachedRow>();
    for (const container of state.visible) {
      const age = isBroken(container) ? '' : ageText(ageSince(container), state.nowMs);
      const pending = pendingOperation(state, container.id);
      const old = this.#cache.get(container.id);
      const isCurrent = old?.container === container && old.age === age && old.pending === pending;
      cache.set(container.id, isCurrent ? old : { container, age, pending, row: this.#row(container, age, pending) });
    }
    this.#cache = cache;
    return [...cache.values()].map(({ row }) => row);
  }

  #row(container: ContainerSummary, age: string, pending: Operation | undefined): TableRow {
    const token: Token = pending ? 'pending' : stateToken(container);
    const state = pending ? `… ${goingVerb(pending)}` : `${symbols[container.state]} ${stateText(container)}`;
    return {
      id: container.id,
      cells: [
        container.name,
        { text: state, style: sgrStyle(this.#theme[token]) },
        age,
        container.image,
        joinShellWords(container.command),
        { text: container.id.slice(0, 12), style: sgrStyle(this.#theme.faint) },
      ],
    };
  }
}
