/**
 * The text format of OpenMetrics 1.0, as Prometheus reads it. Our own, because the library for it (prom-client) would add
 * 20 MB to a daemon of 80.
 */
export const openMetricsType = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

export type Labels = Readonly<Record<string, string>>;

interface Sample {
  /** Behind the family's name, such as `_total`. */
  readonly suffix?: string;
  readonly labels?: Labels;
  readonly value: number;
}

export interface MetricFamily {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'info';
  readonly help: string;
  readonly samples: readonly Sample[];
}

export function openMetricsText(families: readonly MetricFamily[]): string {
  return `${families.flatMap(familyLines).join('\n')}\n# EOF\n`;
}

export function gauge(name: string, help: string, value: number): MetricFamily {
  return { name, type: 'gauge', help, samples: [{ value }] };
}

export function counter(name: string, help: string, value: number): MetricFamily {
  return { name, type: 'counter', help, samples: [{ suffix: '_total', value }] };
}

/** Durations in seconds, a bucket for each power that tells a quick answer from a slow one. */
export class Histogram {
  static readonly bounds: readonly number[] = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];
  readonly #counts = new Array<number>(Histogram.bounds.length + 1).fill(0);
  #sum = 0;

  observe(seconds: number): void {
    const bucket = Histogram.bounds.findIndex((bound) => seconds <= bound);
    const index = bucket < 0 ? Histogram.bounds.length : bucket;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#sum += seconds;
  }

  samples(labels: Labels): Sample[] {
    let below = 0;
    const buckets = this.#counts.map((count, index) => {
      below += count;
      return { suffix: '_bucket', labels: { ...labels, le: String(Histogram.bounds[index] ?? '+Inf') }, value: below };
    });
    return [...buckets, { suffix: '_count', labels, value: below }, { suffix: '_sum', labels, value: this.#sum }];
  }
}

function familyLines({ name, type, help, samples }: MetricFamily): string[] {
  const lines = samples.map(({ suffix = '', labels = {}, value }) => `${name}${suffix}${labelText(labels)} ${value}`);
  return [`# TYPE ${name} ${type}`, `# HELP ${name} ${escaped(help)}`, ...lines];
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
