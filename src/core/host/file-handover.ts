import { unlinkSync } from 'node:fs';
import { ConmanError } from '../errors/index.ts';
import { ByteRing } from './byte-ring.ts';
import { batchBytes, FileBatch, filesIn } from './file-batch.ts';
import { systemError } from './system-error.ts';
import { createTreeFile, type NewFile, type TreeFacts } from './tree-file.ts';

/** Making a file costs as much as writing this much, which is where another thread helps most. */
const maxFileBytes = 32 * 1024;
const batches = 4;

export interface HandedOverFiles {
  /** The tree's root. */
  readonly root: string;
  /** Memory of the ring that brings the files. */
  readonly input: SharedArrayBuffer;
}

/** Hands small files over to a thread that makes them (`makeHandedOverFiles`), as long as it keeps up. */
export class FileHandover {
  readonly #ring: ByteRing;
  readonly #batch = new FileBatch();
  /** Paths of files that may not be there yet: of the batch that is being filled, and of those on their way, oldest first. */
  #added = new Set<string>();
  readonly #sent: ReadonlySet<string>[] = [];
  /** One at a time. */
  readonly #file: NewFile;
  #path = '';

  constructor(memory: SharedArrayBuffer) {
    this.#ring = new ByteRing(memory);
    this.#file = {
      write: (chunk) => this.#batch.append(chunk),
      setFacts: (facts: TreeFacts) => {
        this.#batch.endFile(facts);
        this.#added.add(this.#path);
      },
      close: () => undefined,
    };
  }

  static createRing(): ByteRing {
    return ByteRing.create(batches * batchBytes);
  }

  /** Handed over, and perhaps not there yet. */
  has(path: string): boolean {
    return this.#added.has(path) || this.#sent.some((paths) => paths.has(path));
  }

  /** Undefined: this thread is better off making it itself. What is not a directory in its place is replaced. */
  begin(path: string, sizeBytes: number): NewFile | undefined {
    if (sizeBytes > maxFileBytes) return undefined;
    if (!this.#batch.hasRoomFor(path, sizeBytes)) {
      if (this.#ring.freeBytes < batchBytes) return undefined;
      this.#send();
    }
    this.#batch.begin(path);
    this.#path = path;
    return this.#file;
  }

  /** Waits until everything that was handed over is there. */
  flush(): void {
    if (!this.#batch.isEmpty) this.#send();
    if (!this.#ring.drainSync()) throw brokenOff();
    this.#sent.length = 0;
  }

  /** Nothing more comes. */
  end(): void {
    this.#ring.end();
  }

  /** Nothing more comes, nor is what came of use. */
  fail(): void {
    this.#ring.fail();
  }

  #send(): void {
    if (!this.#ring.writeSync(this.#batch.bytes)) throw brokenOff();
    this.#batch.clear();
    this.#sent.push(this.#added);
    this.#added = new Set();
    const underWay = batches - Math.floor(this.#ring.freeBytes / batchBytes);
    this.#sent.splice(0, this.#sent.length - underWay);
  }
}

/** The other end: makes files in a tree until no more come. */
export async function makeHandedOverFiles({ root, input }: HandedOverFiles): Promise<void> {
  const ring = new ByteRing(input);
  try {
    for (let chunk = await ring.read(); chunk !== undefined; chunk = await ring.read()) {
      for (let at = 0; at < chunk.length; at += batchBytes) makeFiles(root, chunk.subarray(at, at + batchBytes));
    }
  } finally {
    ring.leave();
  }
}

function makeFiles(root: string, batch: Buffer): void {
  for (const { path, facts, content } of filesIn(batch)) {
    const what = (): string => `${JSON.stringify(path)} in the layer`;
    try {
      const file = createOrReplace(`${root}/${path}`, facts.mode, what);
      try {
        file.write(content);
        file.setFacts(facts);
      } finally {
        file.close();
      }
    } catch (error) {
      throw systemError(error, `make ${what()}`);
    }
  }
}

function createOrReplace(hostPath: string, mode: number, what: () => string): NewFile {
  const created = createTreeFile(hostPath, mode, what);
  if (created !== undefined) return created;
  unlinkSync(hostPath);
  const replaced = createTreeFile(hostPath, mode, what);
  if (replaced !== undefined) return replaced;
  throw new ConmanError('data-loss', `somebody else makes ${what()}`);
}

/** Why, the other thread says. */
function brokenOff(): ConmanError {
  return new ConmanError('cancelled', 'the thread that makes files broke off');
}
