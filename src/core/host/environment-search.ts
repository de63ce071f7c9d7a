import { readdir, readFile } from 'node:fs/promises';

/** Ends every process that was started with this entry of its environment (`KEY=value`), and says how many there were. */
export async function killProcessesWithEnvironment(entry: string): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const environments = await Promise.all(
    pids.map(async (pid) => ({ pid, text: await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '') })),
  );
  const found = environments.filter(({ text }) => text.split('\0').includes(entry));
  for (const { pid } of found) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  return found.length;
}
