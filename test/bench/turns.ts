import { execFileSync } from 'node:child_process';

/**
 * What each measure answers in every round: what else the machine does then hits neighbours alike. A first round, which
 * warms caches, is not counted.
 */
export async function takeTurns<const Measures extends readonly (() => Promise<number>)[]>(
  rounds: number,
  measures: Measures,
): Promise<{ [Index in keyof Measures]: number[] }> {
  const values = measures.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, measure] of measures.entries()) {
      const value = await measure();
      if (round > 0) values[index]?.push(value);
    }
  }
  return values as { [Index in keyof Measures]: number[] };
}

/** Milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function isInstalled(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
