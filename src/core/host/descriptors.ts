import { closeSync, constants, openSync, readdirSync, readlinkSync } from 'node:fs';
import { errnoOf, systemError } from './system-error.ts';

/** One end of a FIFO; undefined when there is no such FIFO or, to write, nobody who reads. */
export function openFifo(path: string, end: 'read' | 'write'): number | undefined {
  try {
    return openSync(path, (end === 'read' ? constants.O_RDONLY : constants.O_WRONLY) | constants.O_NONBLOCK);
  } catch (error) {
    if (['ENOENT', 'ENXIO'].includes(errnoOf(error) ?? '')) return undefined;
    throw systemError(error, `open ${path}`);
  }
}

/** Undefined is none. */
export function closeDescriptor(descriptor: number | undefined): void {
  if (descriptor !== undefined) closeSync(descriptor);
}

/** The number at which a process has the master of a pseudo-terminal open. */
export function findTerminalMaster(pid: number): number | undefined {
  const directory = `/proc/${pid}/fd`;
  const name = readIfThere(() => readdirSync(directory))?.find((entry) =>
    readIfThere(() => readlinkSync(`${directory}/${entry}`))?.endsWith('ptmx'),
  );
  return name === undefined ? undefined : Number(name);
}

/** The process may end, and may close one descriptor while we look at the others. */
function readIfThere<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(errnoOf(error) ?? '')) return undefined;
    throw systemError(error, 'look for a terminal');
  }
}
