import type { TreeFacts } from './tree-file.ts';

/** Of the memory that a batch takes, however full it is. A power of two, so that a ring is made of whole batches. */
export const batchBytes = 128 * 1024;

/** Lengths of path and content, mode, owner, group, 32 bits each; time, a double. */
const headBytes = 5 * 4 + 8;

export interface BatchedFile {
  /** From the root of the tree; never empty. */
  readonly path: string;
  readonly facts: TreeFacts;
  /** Valid as long as the batch is. */
  readonly content: Buffer;
}

/** Files on their way to another thread, one after the other in one piece of memory. */
export class FileBatch {
  /** A head of zeroes is the end. */
  readonly bytes = Buffer.alloc(batchBytes);
  #end = 0;
  /** Of the content of the file that is being added. */
  #at = 0;

  get isEmpty(): boolean {
    return this.#end === 0;
  }

  hasRoomFor(path: string, sizeBytes: number): boolean {
    return this.#end + headBytes + Buffer.byteLength(path) + sizeBytes + headBytes <= batchBytes;
  }

  /** There is room for it. It counts when it is ended. */
  begin(path: string): void {
    const pathBytes = this.bytes.write(path, this.#end + headBytes);
    this.bytes.writeUInt32LE(pathBytes, this.#end);
    this.#at = this.#end + headBytes + pathBytes;
  }

  append(chunk: Buffer): void {
    // Not `set`, which goes byte by byte where memory is shared and not aligned alike.
    this.#at += chunk.copy(this.bytes, this.#at);
  }

  endFile({ mode, uid, gid, mtime }: TreeFacts): void {
    const contentAt = this.#end + headBytes + this.bytes.readUInt32LE(this.#end);
    let at = this.bytes.writeUInt32LE(this.#at - contentAt, this.#end + 4);
    for (const number of [mode, uid, gid]) at = this.bytes.writeUInt32LE(number, at);
    this.bytes.writeDoubleLE(mtime, at);
    this.#end = this.#at;
    this.bytes.fill(0, this.#end, this.#end + headBytes);
  }

  clear(): void {
    this.#end = 0;
    this.bytes.fill(0, 0, headBytes);
  }
}

/** What is in a batch. */
export function* filesIn(batch: Buffer): Generator<BatchedFile> {
  for (let at = 0; ; ) {
    const [pathBytes, contentBytes] = [batch.readUInt32LE(at), batch.readUInt32LE(at + 4)];
    if (pathBytes === 0) return;
    const [mode, uid, gid] = [batch.readUInt32LE(at + 8), batch.readUInt32LE(at + 12), batch.readUInt32LE(at + 16)];
    const facts = { mode, uid, gid, mtime: batch.readDoubleLE(at + 20) };
    const contentAt = at + headBytes + pathBytes;
    const path = batch.toString('utf8', at + headBytes, contentAt);
    at = contentAt + contentBytes;
    yield { path, facts, content: batch.subarray(contentAt, at) };
  }
}
