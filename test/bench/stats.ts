/** What looking at 200 running containers once a second costs conmand. `node test/bench/stats.ts [CONTAINERS] [SECONDS]` */
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { atMost, peer, report } from './figures.ts';
import { startPrivateDaemon } from './private-daemon.ts';

const [, , count = '200', length = '10'] = process.argv;
const seconds = Number(length);

const daemon = await startPrivateDaemon();
try {
  const { engine, rootfs } = daemon;
  for (let index = 0; index < Number(count); index++) {
    const { id } = await engine.createContainer({ name: `c${index}`, image: rootfs, command: ['sleep', '100000'] });
    await engine.startContainer(id);
  }
  const idle = await coreShare(daemon.pid);
  const one = new AbortController();
  const first = watch(one.signal);
  const watched = await coreShare(daemon.pid);
  const two = watch(one.signal);
  const watchedTwice = await coreShare(daemon.pid);
  one.abort();
  const [samples] = await Promise.all([first, two]);
  if (samples.size !== Number(count)) throw new Error(`${samples.size} of ${count} containers were in the samples`);
  const kept = report(`Stats of ${count} containers at 1 Hz`, [
    peer('conmand while nobody looks', idle * 100, '% of a core'),
    atMost('conmand with one subscriber', watched * 100, 5, '% of a core'),
    peer('conmand with two subscribers', watchedTwice * 100, '% of a core'),
  ]);
  process.exitCode = kept ? 0 : 1;
} finally {
  await daemon.close();
}

/** Subscribes until the abort; the ids that were seen. */
async function watch(abort: AbortSignal): Promise<Set<string>> {
  const seen = new Set<string>();
  for await (const { containers } of daemon.engine.containerStats({ intervalMs: 1000 }, abort)) {
    for (const { containerId } of containers) seen.add(containerId);
  }
  return seen;
}

/** Processor time of a process over the time that passes, in clock ticks of 10 ms. */
async function coreShare(pid: number): Promise<number> {
  await setTimeout(2000);
  const ticks = (): number => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return Number(fields[11]) + Number(fields[12]);
  };
  const [before, started] = [ticks(), performance.now()];
  await setTimeout(seconds * 1000);
  return ((ticks() - before) * 10) / (performance.now() - started);
}
