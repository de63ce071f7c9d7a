import { join } from 'node:path';
import * as z from 'zod';
import type { WholeHealthCheck } from '../../api/health.ts';
import { formatUnixNs, type UnixClock } from '../../host/clock.ts';
import { readText, writeText } from '../../host/files.ts';
import type { Runtimes } from '../../runtime/runtimes.ts';
import type { Container } from '../container.ts';
import { type HealthState, healthDelayMs, nextHealth, startingHealth } from './health-state.ts';
import { type ProbeResult, probe } from './probe.ts';

/** Results that are kept. */
const maxResults = 5;
/** How soon after its start a container is asked for the first time, in ms. */
const firstDelayMs = 1000;
const nsPerMs = 1_000_000n;

/** What the next conmand goes on from. */
const savedSchema = z.object({
  startTime: z.string(),
  status: z.enum(['starting', 'healthy', 'unhealthy']),
  failures: z.int().min(0),
});

export interface HealthActions {
  readonly runtimes: Runtimes;
  readonly clock: UnixClock;
  /** Its health has another status. */
  changed(container: Container): void;
}

/** Asks one run of a container whether it is well, until it is stopped. */
export class HealthMonitor {
  readonly #container: Container;
  readonly #check: WholeHealthCheck;
  readonly #actions: HealthActions;
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(container: Container, check: WholeHealthCheck, actions: HealthActions) {
    this.#container = container;
    this.#check = check;
    this.#actions = actions;
  }

  /** The run has begun now. */
  begin(): void {
    this.#container.healthIs({ state: startingHealth, results: [] });
    this.#plan(Math.min(firstDelayMs, this.#check.intervalMs));
  }

  /** The run was there before this conmand, which goes on where the one before was. */
  async adopt(): Promise<void> {
    this.#container.healthIs({ state: await this.#saved(), results: [] });
    // Not all containers at once.
    if (!this.#abort.signal.aborted) this.#plan(Math.random() * this.#check.intervalMs);
  }

  stop(): void {
    this.#abort.abort();
    clearTimeout(this.#timer);
  }

  #plan(delayMs: number): void {
    this.#timer = setTimeout(() => void this.#ask(), delayMs);
  }

  async #ask(): Promise<void> {
    const container = this.#container;
    const startedAt = this.#actions.clock.nowNs();
    // One that is held still cannot answer, and is not ill.
    if (!container.paused) {
      const result = await this.#probe();
      if (this.#abort.signal.aborted) return;
      await this.#note(startedAt, result);
    }
    const { state = startingHealth } = container.health ?? {};
    if (!this.#abort.signal.aborted) this.#plan(healthDelayMs(state, this.#check, this.#ranMs));
  }

  async #probe(): Promise<ProbeResult> {
    try {
      const runtime = this.#actions.runtimes.named(this.#container.record?.runtime);
      return await probe(runtime, this.#container, this.#check, this.#abort.signal);
    } catch (error) {
      return { exitCode: undefined, output: error instanceof Error ? error.message : String(error) };
    }
  }

  get #ranMs(): number {
    return Number((this.#actions.clock.nowNs() - this.#container.startedAt) / nsPerMs);
  }

  async #note(startedAt: bigint, { exitCode, output }: ProbeResult): Promise<void> {
    const { state: before = startingHealth, results = [] } = this.#container.health ?? {};
    const state = nextHealth(before, this.#check, { succeeded: exitCode === 0, ranMs: this.#ranMs });
    const times = { startedAt: formatUnixNs(startedAt), endedAt: formatUnixNs(this.#actions.clock.nowNs()) };
    const result = { ...times, exitCode: exitCode ?? null, output };
    this.#container.healthIs({ state, results: [...results, result].slice(-maxResults) });
    if (state.status !== before.status) this.#actions.changed(this.#container);
    if (state.status !== before.status || state.failures !== before.failures) await this.#save(state);
  }

  get #path(): string {
    return join(this.#container.paths.runDirectory, 'health', 'state.json');
  }

  /** Not worth a failure: without it the next conmand begins anew. */
  async #save(state: HealthState): Promise<void> {
    const saved = { startTime: this.#container.record?.init.startTime ?? '', ...state };
    await writeText(this.#path, JSON.stringify(saved)).catch(() => undefined);
  }

  async #saved(): Promise<HealthState> {
    try {
      const { startTime, ...state } = savedSchema.parse(JSON.parse((await readText(this.#path)) ?? ''));
      return startTime === this.#container.record?.init.startTime ? state : startingHealth;
    } catch {
      return startingHealth;
    }
  }
}
