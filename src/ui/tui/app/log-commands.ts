import type { ContainerEngine } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import { sizeText } from '../../words/size.ts';
import { matchingLines, plainLog } from '../log/line-filter.ts';
import type { LogPainter } from '../log/log-painter.ts';
import { mergeLogs } from '../log/merge-logs.ts';
import { textSearch } from '../log/text-search.ts';
import { linesText } from '../present/lines-text.ts';
import type { AppState } from '../state/app-state.ts';
import type { Effect, Motion } from '../state/effect.ts';
import { sinceNs } from '../state/log-view.ts';
import type { LogFeed } from './log-feed.ts';
import type { SaveFile } from './save-file.ts';
import type { SlowWork } from './slow-work.ts';
import type { Dispatch } from './store.ts';

export interface LogCommandsOptions {
  readonly engine: () => ContainerEngine;
  readonly dispatch: Dispatch;
  readonly feed: LogFeed;
  readonly painter: LogPainter;
  readonly state: () => AppState;
  readonly saveFile: SaveFile;
  readonly slowWork: SlowWork;
  /** Puts text into the clipboard of the user's terminal. */
  readonly copy: (text: string) => void;
}

export type LogEffect = Extract<Effect, { readonly kind: `log-${string}` }>;

/** One step of the arrow keys through long lines. */
const shiftCells = 16;
/** Of a line, as much is copied. */
const copiedLineBytes = 1024 * 1024;
/** Terminals take about so much at once. */
const mostCopiedLines = 10_000;

/** Carries out what is asked of the log. */
export class LogCommands {
  readonly #options: LogCommandsOptions;

  constructor(options: LogCommandsOptions) {
    this.#options = options;
  }

  run(effect: LogEffect): void {
    const { feed, painter } = this.#options;
    switch (effect.kind) {
      case 'log-scroll':
        this.#scroll(effect.motion);
        break;
      case 'log-follow':
        painter.setFollowing(effect.on);
        break;
      case 'log-find':
        void feed.find(effect.search, effect.step);
        break;
      case 'log-find-stop':
        feed.stopFinding();
        break;
      case 'log-shift':
        painter.scrollHorizontally(effect.direction * shiftCells);
        break;
      case 'log-choose':
        if (effect.on) painter.startSelection();
        else painter.endSelection();
        break;
      case 'log-copy':
        this.#copy();
        break;
      case 'log-save':
        void this.#save(effect.containerIds, effect.path);
        break;
    }
  }

  #scroll(motion: Motion): void {
    const { feed, painter } = this.#options;
    const isUp = motion === 'up' || motion === 'page-up';
    if (motion === 'first' && !painter.selection.isActive) feed.toStart();
    else if (motion === 'first') painter.scrollToStart();
    else if (motion === 'last') painter.scrollToEnd();
    else if (motion === 'up' || motion === 'down') painter.scroll(isUp ? -1 : 1);
    else painter.page(isUp ? -1 : 1);
  }

  #copy(): void {
    const { painter, copy, dispatch } = this.#options;
    if (!painter.selection.isActive) return;
    const [first, last] = painter.selection.range;
    painter.endSelection();
    const lines: string[] = [];
    for (let line = first; line <= last && lines.length < mostCopiedLines; line++) {
      lines.push(painter.store.read(line, copiedLineBytes)?.text ?? '');
    }
    copy(`${lines.join('\n')}\n`);
    const all = last - first + 1;
    const text = all > lines.length ? `copied the first ${lines.length} of ${all} lines` : `copied ${linesText(all)}`;
    dispatch({ kind: 'told', severity: 'info', text });
  }

  /** All of the logs that the view lets through, whether they are in memory or not; of several by time. */
  async #save(containerIds: readonly string[], path: string): Promise<void> {
    const { dispatch, saveFile, slowWork } = this.#options;
    let bytes = 0;
    const pieces = async function* (all: AsyncIterable<Uint8Array>) {
      for await (const piece of all) {
        bytes += piece.length;
        yield piece;
      }
    };
    try {
      await slowWork.during(`saving the log to ${path}`, saveFile(path, pieces(this.#text(containerIds))));
      dispatch({ kind: 'told', severity: 'info', text: `saved ${sizeText(bytes)} to ${path}` });
    } catch (error) {
      dispatch({ kind: 'not-done', doing: 'the log was not saved', error: ConmanError.from(error) });
    }
  }

  async *#text(containerIds: readonly string[]): AsyncGenerator<Uint8Array> {
    const { engine, state } = this.#options;
    const { log, containers } = state();
    const since = sinceNs(log);
    const search = log.filter === '' ? undefined : textSearch(log.filter);
    const read = (id: string) => engine().readLogs(id, { follow: false, ...(since !== undefined && { since }) });
    const [only = '', ...others] = containerIds;
    if (others.length === 0) {
      for await (const chunk of read(only)) yield plainLog(search ? matchingLines(chunk, search) : chunk);
      return;
    }
    const names = containerIds.map((id) => containers?.get(id)?.name ?? id.slice(0, 12));
    const width = Math.max(...names.map(({ length }) => length));
    const logs = containerIds.map((id, place) => ({ chunks: read(id), prefix: `${names[place]?.padEnd(width)} | ` }));
    for await (const lines of mergeLogs(logs, search)) yield plainLog(Buffer.concat(lines.map(({ record }) => record)));
  }
}
