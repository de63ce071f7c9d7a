import { matchingLines } from './line-filter.ts';
import { linesOf, type MergedLine } from './merged-lines.ts';
import type { TextSearch } from './text-search.ts';

export interface LogToMerge {
  /** Whole CRI records. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** In front of each of its lines. */
  readonly prefix: string;
}

/** One of the logs while it is read: its next line, and those behind it that are in memory. */
interface Source {
  readonly lines: AsyncIterator<MergedLine[]>;
  waiting: MergedLine[];
  next: number;
}

const piece = 1_000;

/** The lines of several logs by time, a piece at a time; of each log little more than one chunk is in memory. */
export async function* mergeLogs(
  logs: readonly LogToMerge[],
  filter: TextSearch | undefined,
): AsyncGenerator<readonly MergedLine[]> {
  const sources = logs.map((log): Source => ({ lines: linesByChunk(log, filter), waiting: [], next: 0 }));
  const open = new Set(sources);
  let merged: MergedLine[] = [];
  while (open.size > 0) {
    for (const source of open) if (!(await refill(source))) open.delete(source);
    const first = earliest(open);
    if (!first) break;
    // Up to the end of what is in memory of any of them, nothing earlier can come.
    merged.push(first.waiting[first.next++] as MergedLine);
    if (merged.length < piece) continue;
    yield merged;
    merged = [];
  }
  if (merged.length > 0) yield merged;
}

async function* linesByChunk(
  { chunks, prefix }: LogToMerge,
  filter: TextSearch | undefined,
): AsyncGenerator<MergedLine[]> {
  for await (const chunk of chunks) yield linesOf(filter ? matchingLines(chunk, filter) : chunk, prefix);
}

/** False when the log has no more lines. */
async function refill(source: Source): Promise<boolean> {
  while (source.next >= source.waiting.length) {
    const { done, value } = await source.lines.next();
    if (done) return false;
    source.waiting = value;
    source.next = 0;
  }
  return true;
}

function earliest(sources: ReadonlySet<Source>): Source | undefined {
  let first: Source | undefined;
  for (const source of sources) {
    const time = source.waiting[source.next]?.time ?? '';
    if (!first || time < (first.waiting[first.next]?.time ?? '')) first = source;
  }
  return first;
}
