import type { ContainerEngine, LogChunk, LogOptions } from '../../../core/api/index.ts';

/** How long a log that follows an ended container may say nothing before everything has been read, in ms. */
const quietMs = 100;

/**
 * A container's log as it grows, until the container has ended and its log was read to the end. The engine follows a
 * log until the container is removed; people who follow one are done when there is nobody left to write to it.
 */
export async function* followUntilExit(
  engine: ContainerEngine,
  ref: string,
  options: Omit<LogOptions, 'follow'>,
): AsyncGenerator<LogChunk> {
  const { id } = await engine.containerStatus(ref);
  const abort = new AbortController();
  let quiet: NodeJS.Timeout | undefined;
  let ended = false;
  const awaitQuiet = (): void => {
    clearTimeout(quiet);
    if (ended) quiet = setTimeout(() => abort.abort(), quietMs);
  };
  const watch = whenEnded(engine, id, abort.signal).then(() => {
    ended = true;
    awaitQuiet();
  });
  // Without the watch the log would only end later; the log itself says when the daemon is gone.
  watch.catch(() => undefined);
  try {
    for await (const chunk of engine.readLogs(id, { ...options, follow: true }, abort.signal)) {
      clearTimeout(quiet);
      yield chunk;
      awaitQuiet();
    }
  } catch (error) {
    if (!abort.signal.aborted) throw error;
  } finally {
    clearTimeout(quiet);
    abort.abort();
  }
}

/** Resolves when the container has ended or is gone. */
async function whenEnded(engine: ContainerEngine, id: string, abort: AbortSignal): Promise<void> {
  const isOver = (state: string): boolean => state === 'exited' || state === 'unknown';
  for await (const event of engine.events(abort)) {
    if (event.kind === 'snapshot') {
      const container = event.containers.find((candidate) => candidate.id === id);
      if (container === undefined || isOver(container.state)) return;
    }
    if (event.kind !== 'container' || event.container.id !== id) continue;
    if (event.type === 'removed' || isOver(event.container.state)) return;
  }
}
