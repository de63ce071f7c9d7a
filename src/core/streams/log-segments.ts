import { BlockFile, blockFileFacts } from '../host/block-file.ts';

/** Bytes by their place in a log. */
export interface LogBytes {
  /** Fills the buffer from `position` on, less only at the end. Returns the number of bytes. */
  read(buffer: Uint8Array, position: number): Promise<number>;
}

interface Segment {
  readonly file: BlockFile;
  readonly identity: string;
  /** Where it begins in the log. */
  start: number;
  /** Of one that is written no more; the last one may still grow. */
  sizeBytes: number;
}

/**
 * A log that its shim rotates, as the one sequence of bytes it is: PATH is the newest file, PATH.1 the one before it, and
 * so on (src/shim/rotation.h). Positions count from the oldest file that was there when it was opened.
 */
export class LogSegments implements LogBytes {
  readonly #path: string;
  /** From the oldest to the newest, at least one. */
  readonly #segments: Segment[];

  private constructor(path: string, segments: Segment[]) {
    this.#path = path;
    this.#segments = segments;
  }

  /** Undefined when there is no log. */
  static async open(path: string): Promise<LogSegments | undefined> {
    const segments = await openNewerThan(path, undefined, 0);
    return segments.length === 0 ? undefined : new LogSegments(path, segments);
  }

  /** Names the file that positions count from. */
  get origin(): string {
    return this.#segments[0]?.identity ?? '';
  }

  async read(buffer: Uint8Array, position: number): Promise<number> {
    let length = 0;
    for (const [index, { file, start, sizeBytes }] of this.#segments.entries()) {
      const isLast = index === this.#segments.length - 1;
      const offset = position + length - start;
      if (offset < 0 || (!isLast && offset >= sizeBytes)) continue;
      const room = buffer.subarray(
        length,
        isLast ? buffer.length : Math.min(buffer.length, length + sizeBytes - offset),
      );
      length += await file.read(room, offset);
      if (length === buffer.length) break;
    }
    return length;
  }

  /** Where the log ends now. */
  async end(): Promise<number> {
    const newest = this.#newest;
    return newest.start + (await newest.file.facts()).sizeBytes;
  }

  /**
   * Takes in the files that have come since, and gives up those before `position`. `gone` when the log was removed,
   * `moved` when another file is the newest now.
   */
  async refresh(position: number): Promise<'same' | 'moved' | 'gone'> {
    const newest = this.#newest;
    const present = await blockFileFacts(this.#path);
    if (present?.identity === newest.identity) {
      // Somebody emptied it; what the shim cuts off itself is never a whole record.
      if (newest.start + present.sizeBytes < position) newest.start = position;
      return 'same';
    }
    const { sizeBytes, linked } = await newest.file.facts();
    if (present === undefined) return linked ? 'same' : 'gone';
    newest.sizeBytes = Math.max(sizeBytes, position - newest.start);
    this.#segments.push(...(await openNewerThan(this.#path, newest.identity, newest.start + newest.sizeBytes)));
    await this.#giveUpBefore(position);
    return 'moved';
  }

  async close(): Promise<void> {
    await closeAll(this.#segments);
  }

  get #newest(): Segment {
    return this.#segments.at(-1) as Segment;
  }

  /** A file that was dropped keeps its place on the disk for as long as it is open. */
  async #giveUpBefore(position: number): Promise<void> {
    const isOver = ({ start, sizeBytes }: Segment): boolean => start + sizeBytes <= position;
    while (this.#segments.length > 1 && isOver(this.#segments[0] as Segment))
      await this.#segments.shift()?.file.close();
  }
}

/** More rotations than that while we look, and the log grows faster than anybody could read it. */
const maxLooks = 50;

/** The files of a log that are newer than a known one, from the oldest to the newest; they begin at `start`. */
async function openNewerThan(path: string, known: string | undefined, start: number): Promise<Segment[]> {
  for (let look = 1; ; look++) {
    const found = await openBackTo(path, known);
    // When the log was rotated meanwhile, a newer file may have been met at the number of an older one.
    if (look === maxLooks || found[0]?.identity === (await blockFileFacts(path))?.identity)
      return inOrder(found, start);
    await closeAll(found);
  }
}

/** From the newest back to the known one, which is left out. */
async function openBackTo(path: string, known: string | undefined): Promise<Segment[]> {
  const found: Segment[] = [];
  try {
    // A shim that was killed while it rotated left out a number, at most.
    for (let number = 0, missing = 0; missing < 2; number++) {
      const file = await BlockFile.open(number === 0 ? path : `${path}.${number}`);
      missing = file === undefined ? missing + 1 : 0;
      if (file === undefined) continue;
      const { identity, sizeBytes } = await file.facts();
      const isKnown = identity === known;
      if (isKnown || found.some((segment) => segment.identity === identity)) await file.close();
      else found.push({ file, identity, sizeBytes, start: 0 });
      if (isKnown) break;
    }
    return found;
  } catch (error) {
    // There may be a descriptor for one file and none for the next.
    await closeAll(found);
    throw error;
  }
}

async function closeAll(segments: readonly Segment[]): Promise<void> {
  await Promise.all(segments.map(({ file }) => file.close()));
}

function inOrder(found: readonly Segment[], start: number): Segment[] {
  const segments = found.toReversed();
  let position = start;
  for (const segment of segments) {
    segment.start = position;
    position += segment.sizeBytes;
  }
  return segments;
}
