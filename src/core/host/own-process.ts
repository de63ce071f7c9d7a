import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';

/** This process's own limits of open files. */
export function openFilesLimit(): { soft: number; hard: number } {
  const line = /^Max open files\s+(\S+)\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
  const [soft, hard] = [line?.[1], line?.[2]].map((limit) =>
    limit === 'unlimited' ? Infinity : Number(limit ?? 1024),
  );
  return { soft: soft ?? 1024, hard: hard ?? 1024 };
}

/** How likely the kernel is to kill this process when memory runs out: -1000 to 1000 (proc_pid_oom_score_adj(5)). */
export function oomScoreAdj(): number {
  return Number.parseInt(readFileSync('/proc/self/oom_score_adj', 'utf8'), 10);
}

/** False on kernels that do not know this kind of namespace. */
export function hasNamespace(kind: string): boolean {
  return existsSync(`/proc/self/ns/${kind}`);
}

/** Descriptors this process has open. */
export async function openDescriptors(): Promise<number> {
  return (await readdir('/proc/self/fd')).length;
}
