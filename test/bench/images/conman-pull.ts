import { readFileSync } from 'node:fs';
import { startPrivateDaemon } from '../private-daemon.ts';

export interface ConmanPull {
  readonly seconds: number;
  /** Resident memory of conmand: before, the most while it pulled, and some seconds later. */
  readonly beforeMb: number;
  readonly peakMb: number;
  readonly afterMb: number;
}

/** Idle threads end after two seconds, and the rest comes back with the next collections. */
const settleMs = 5000;

/** Pulls an image with a conmand of its own, whose roots are in `parent`. `settles`: waits to see what memory stays. */
export async function pullWithConman(reference: string, parent: string, settles: boolean): Promise<ConmanPull> {
  const daemon = await startPrivateDaemon({ parent });
  const beforeMb = residentMb(daemon.pid);
  let peakMb = 0;
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, residentMb(daemon.pid));
  }, 20);
  try {
    const start = performance.now();
    for await (const progress of daemon.engine.pullImage(reference)) {
      if (progress.kind === 'done' && !progress.changed) throw new Error('it was there already');
    }
    const seconds = (performance.now() - start) / 1000;
    clearInterval(watch);
    if (settles) await new Promise((resolve) => setTimeout(resolve, settleMs));
    return { seconds, beforeMb, peakMb, afterMb: residentMb(daemon.pid) };
  } finally {
    clearInterval(watch);
    await daemon.close();
  }
}

function residentMb(pid: number): number {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
