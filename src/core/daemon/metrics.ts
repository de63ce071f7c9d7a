import type { ContainerSummary } from '../api/container.ts';
import type { Containers } from '../container/containers.ts';
import { openDescriptors } from '../host/own-process.ts';
import type { CallObserver } from '../rpc/observed-service.ts';
import type { ExecSessions } from '../streams/exec-sessions.ts';
import { conmanVersion } from './defaults.ts';
import { counter, gauge, Histogram, type MetricFamily, openMetricsText } from './open-metrics.ts';

const states = ['created', 'running', 'exited', 'unknown'] as const;

/** What the daemon counts, for Prometheus. Everything else is looked up when somebody asks. */
export class Metrics {
  readonly #calls = new Map<string, Histogram>();
  readonly #failures = new Map<string, { readonly labels: { method: string; code: string }; count: number }>();
  readonly #events = new Map<string, number>();
  readonly #startedAtMs = Date.now();

  readonly observeCall: CallObserver = (method, seconds, failure) => {
    const histogram = this.#calls.get(method) ?? new Histogram();
    this.#calls.set(method, histogram);
    histogram.observe(seconds);
    if (failure === undefined) return;
    const key = `${method} ${failure}`;
    const entry = this.#failures.get(key) ?? { labels: { method, code: failure }, count: 0 };
    this.#failures.set(key, entry);
    entry.count += 1;
  };

  /** A change of a container. */
  observeEvent(type: string): void {
    this.#events.set(type, (this.#events.get(type) ?? 0) + 1);
  }

  async text(containers: Containers, execs: ExecSessions): Promise<string> {
    const list = containers.list();
    return openMetricsText([
      buildInfo,
      ...containerFamilies(list),
      gauge('conman_exec_sessions', 'Exec sessions that run.', execs.runningCount),
      ...this.#callFamilies(),
      ...(await processFamilies(this.#startedAtMs)),
    ]);
  }

  #callFamilies(): MetricFamily[] {
    return [
      {
        name: 'conman_container_events',
        type: 'counter',
        help: 'Changes of containers, by kind.',
        samples: [...this.#events].map(([type, value]) => ({ suffix: '_total', labels: { type }, value })),
      },
      {
        name: 'conman_call_seconds',
        type: 'histogram',
        help: 'How long calls took that have one answer, by method.',
        samples: [...this.#calls].flatMap(([method, histogram]) => histogram.samples({ method })),
      },
      {
        name: 'conman_call_failures',
        type: 'counter',
        help: 'Calls that were answered with an error, by method and code.',
        samples: [...this.#failures.values()].map(({ labels, count: value }) => ({ suffix: '_total', labels, value })),
      },
    ];
  }
}

const buildInfo: MetricFamily = {
  name: 'conman_build',
  type: 'info',
  help: 'The conmand that runs.',
  samples: [{ suffix: '_info', labels: { version: conmanVersion, node: process.version }, value: 1 }],
};

function containerFamilies(containers: readonly ContainerSummary[]): MetricFamily[] {
  const count = (wanted: (container: ContainerSummary) => boolean) => containers.filter(wanted).length;
  const lost = containers.reduce((sum, { logBytesLost }) => sum + logBytesLost, 0n);
  return [
    {
      name: 'conman_containers',
      type: 'gauge',
      help: 'Containers by state.',
      samples: states.map((state) => ({ labels: { state }, value: count((container) => container.state === state) })),
    },
    gauge(
      'conman_containers_paused',
      'Containers that are paused.',
      count(({ paused = false }) => paused),
    ),
    gauge('conman_log_lost_bytes', 'Output that the logs of present containers could not take.', Number(lost)),
  ];
}

async function processFamilies(startedAtMs: number): Promise<MetricFamily[]> {
  const { user, system } = process.cpuUsage();
  return [
    counter('process_cpu_seconds', 'Processor time of conmand.', (user + system) / 1e6),
    gauge('process_resident_memory_bytes', 'Resident memory of conmand.', process.memoryUsage.rss()),
    gauge('process_start_time_seconds', 'When conmand started, as Unix time.', startedAtMs / 1000),
    gauge('process_open_fds', 'Open descriptors of conmand.', await openDescriptors()),
  ];
}
