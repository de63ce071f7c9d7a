import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { LogPainter } from '../../../src/ui/tui/log/log-painter.ts';
import type { TablePainter } from '../../../src/ui/tui/table/table-painter.ts';
import { median } from '../figures.ts';
import type { FrameCosts } from './drawing-options.ts';
import { logChunk } from './sample-data.ts';

const rounds = 60;

export interface Measured {
  readonly table: TablePainter;
  readonly log: LogPainter;
  readonly dialog: { set?: (isOpen: boolean) => void };
  readonly path: string;
}

/** Measures from a change to the end of the write that shows it, within the program. */
export async function measureFrames({ table, log, dialog, path }: Measured): Promise<void> {
  log.append(logChunk(2000));
  await delay(300);
  const costs: FrameCosts = {
    selection: await measure(() => table.moveSelection(1)),
    tablePage: await measure((round) => table.pageSelection(round % 2 === 0 ? 5 : -5)),
    logLines: await measure((round) => log.append(logChunk(5, round * 5))),
    dialog: await measure((round) => dialog.set?.(round % 2 === 0)),
  };
  writeFileSync(path, JSON.stringify(costs));
  process.exit(0);
}

/** The work from a change to the end of the write: CPU time of this process, without the wait for the frame's turn. */
async function measure(change: (round: number) => void): Promise<number> {
  const { stdout } = process;
  const write = stdout.write.bind(stdout);
  const costs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const written = Promise.withResolvers<void>();
    // Longer than a frame, so that the next one need not wait.
    await delay(25);
    const startedAtMs = performance.now();
    stdout.write = ((data: string) => {
      const isTaken = write(data);
      written.resolve();
      costs.push(performance.now() - startedAtMs);
      return isTaken;
    }) as typeof stdout.write;
    change(round);
    await written.promise;
    stdout.write = write;
  }
  return median(costs);
}
