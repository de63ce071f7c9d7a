import { parseArgs } from 'node:util';

export interface ChaosOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly containers: number;
}

const usage = `Usage: node test/chaos/run.ts [--seed N] [--seconds N] [--containers N]

Lives of containers while everything under them fails; at the end the truth is looked for. Needs root and a build.

  --seed N         of the random choices (a new one each time)
  --seconds N      how long to go on (180)
  --containers N   how many live at a time (50)
`;

/** Undefined after showing how it is used. */
export function parseOptions(argv: readonly string[]): ChaosOptions | undefined {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      seconds: { type: 'string', default: '180' },
      containers: { type: 'string', default: '50' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return undefined;
  }
  const [seed, seconds, containers] = [values.seed, values.seconds, values.containers].map(expectWhole);
  return { seed: seed ?? 0, seconds: seconds ?? 0, containers: containers ?? 0 };
}

function expectWhole(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`${text} is no whole number\n${usage}`);
}
