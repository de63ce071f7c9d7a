import type { ContainerEngine, StatsSample } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import type { AppState } from '../state/app-state.ts';
import { isShown } from '../state/list-actions.ts';
import { detailContainer } from '../state/selectors.ts';
import { tabInFront } from '../state/tabs.ts';
import { StatsHistory } from '../stats/stats-history.ts';
import type { StatsPainter } from '../stats/stats-painter.ts';
import { viewNamed } from '../views/registry.ts';
import type { Dispatch } from './store.ts';

export interface StatsFeedOptions {
  readonly engine: () => ContainerEngine;
  readonly painter: StatsPainter;
  readonly dispatch: Dispatch;
}

/** Reads what containers take of the machine, while somebody looks at it. */
export class StatsFeed {
  readonly #options: StatsFeedOptions;
  readonly #histories = new Map<string, StatsHistory>();
  #abort: AbortController | undefined;
  #problem = '';
  #shownId: string | undefined;

  constructor(options: StatsFeedOptions) {
    this.#options = options;
  }

  take(state: AppState): void {
    const isWanted = state.connection.kind === 'connected' && !state.isRemembered && isLookedAt(state);
    if (isWanted && !this.#abort) {
      this.#abort = new AbortController();
      void this.#follow(this.#abort.signal);
    } else if (!isWanted) this.stop();
    if (tabInFront(state).surface !== 'stats') return;
    const shown = detailContainer(state);
    if (this.#shownId !== shown?.id || shown?.state !== 'running') this.#show(shown);
    this.#shownId = shown?.id;
  }

  stop(): void {
    this.#abort?.abort();
    this.#abort = undefined;
  }

  #show(container: ReturnType<typeof detailContainer>): void {
    const history = container?.state === 'running' ? this.#histories.get(container.id) : undefined;
    const wait = container?.state === 'running' ? 'The first sample is on its way.' : 'It does not run: s starts it.';
    this.#options.painter.show(history, this.#problem === '' ? wait : this.#problem);
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { engine, dispatch } = this.#options;
    try {
      this.#problem = '';
      for await (const sample of engine().containerStats({}, signal)) {
        if (signal.aborted) return;
        this.#add(sample);
        dispatch({ kind: 'stats', sample, histories: this.#histories });
        if (this.#shownId === undefined) continue;
        const history = this.#histories.get(this.#shownId);
        if (history) this.#options.painter.show(history, '');
      }
    } catch (thrown) {
      if (signal.aborted) return;
      this.#problem = ConmanError.from(thrown).message;
      this.#options.painter.show(undefined, this.#problem);
    }
  }

  /** A container that is gone, or has ended, has no history. */
  #add({ containers }: StatsSample): void {
    const running = new Set(containers.map(({ containerId }) => containerId));
    for (const id of this.#histories.keys()) if (!running.has(id)) this.#histories.delete(id);
    for (const stats of containers) {
      let history = this.#histories.get(stats.containerId);
      if (!history) {
        history = new StatsHistory();
        this.#histories.set(stats.containerId, history);
      }
      history.add(stats);
    }
  }
}

/** Nothing is read that nobody looks at: neither where nothing runs. */
function isLookedAt(state: AppState): boolean {
  const { columns } = viewNamed(state.viewId);
  const inList = columns.some((column) => column.needsUsage === true && isShown(state, column));
  if (!inList && tabInFront(state).surface !== 'stats') return false;
  return [...(state.containers?.values() ?? [])].some((container) => container.state === 'running');
}
