import type { ContainerEngine } from '../../../core/api/index.ts';
import type { LogPrinter } from './log-printer.ts';

/**
 * Prints the log of a container that has just been made, as it grows, until `ended`; then the rest of it. Nothing is
 * missed: at the end of a container its log is complete, and what had been printed by then is known to the byte.
 */
export async function printUntilExit(
  engine: ContainerEngine,
  id: string,
  printer: LogPrinter,
  ended: Promise<unknown>,
): Promise<void> {
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  ended.then(stop, stop);
  let printedBytes = 0;
  for await (const chunk of engine.readLogs(id, { follow: true }, abort.signal)) {
    await printer.print(chunk);
    printedBytes += chunk.length;
  }
  let seenBytes = 0;
  for await (const chunk of engine.readLogs(id, { follow: false })) {
    if (seenBytes + chunk.length > printedBytes)
      await printer.print(chunk.subarray(Math.max(0, printedBytes - seenBytes)));
    seenBytes += chunk.length;
  }
}
