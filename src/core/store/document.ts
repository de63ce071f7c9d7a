import { type Adapter, Low } from 'lowdb';
import * as z from 'zod';
import { ConmanError } from '../errors/index.ts';
import { readText, replaceFile, replaceFileLater } from '../host/files.ts';

/** What every document on disk begins with, so that a later conman knows what it reads. */
interface Versioned {
  readonly version: number;
}

export interface DocumentType<T extends Versioned> {
  /** What the document is, for messages: `container record`. */
  readonly noun: string;
  readonly version: T['version'];
  readonly schema: z.ZodType<T>;
  /** What makes a document of one version one of the next, by the version it is for. What it throws means `damaged`. */
  readonly migrations?: Readonly<Record<number, (document: JsonObject) => JsonObject>>;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * When a write is on disk: before it resolves, or when the file system is synced, which is up to the caller. Until then a
 * power cut may leave an empty file; the end of a process never does.
 */
export type Durability = 'now' | 'later';

/** A JSON document of a known type. Every write is whole. */
export class Document<T extends Versioned> {
  readonly path: string;
  readonly #file: JsonFile<T>;
  readonly #low: Low<T>;
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string, file: JsonFile<T>, data: T) {
    this.path = path;
    this.#file = file;
    this.#low = new Low<T>(file, data);
  }

  static async create<T extends Versioned>(
    path: string,
    type: DocumentType<T>,
    data: T,
    durability: Durability = 'now',
  ): Promise<Document<T>> {
    const file = new JsonFile(path, type);
    file.durability = durability;
    await file.write(data);
    return new Document(path, file, data);
  }

  /**
   * Undefined when there is no such file. One of an older version is brought up to this one; the file itself changes
   * with the next update, so that a conman that was only tried can be taken back. Rejects with `data-loss` when it is not
   * a document of this type, or of a newer version; such a file is left as it is: whoever wrote it may still need it.
   */
  static async open<T extends Versioned>(path: string, type: DocumentType<T>): Promise<Document<T> | undefined> {
    const file = new JsonFile(path, type);
    const data = await file.read();
    return data === null ? undefined : new Document(path, file, data);
  }

  get data(): T {
    return this.#low.data;
  }

  /** The changes are seen at once, and are written when the promise resolves; it rejects when they are not. */
  async update(changes: Partial<T>, durability: Durability = 'now'): Promise<void> {
    this.#low.data = { ...this.#low.data, ...changes };
    const write = this.#writing.then(async () => {
      this.#file.durability = durability;
      await this.#low.write();
    });
    this.#writing = write.catch(() => undefined);
    await write;
  }

  /** Resolves when no write is under way any more. */
  async written(): Promise<void> {
    await this.#writing;
  }
}

class JsonFile<T extends Versioned> implements Adapter<T> {
  readonly #path: string;
  readonly #type: DocumentType<T>;
  /** Of the writes to come. */
  durability: Durability = 'now';

  constructor(path: string, type: DocumentType<T>) {
    this.#path = path;
    this.#type = type;
  }

  async read(): Promise<T | null> {
    const text = await readText(this.#path);
    return text === undefined ? null : this.#parse(text);
  }

  async write(data: T): Promise<void> {
    const replace = this.durability === 'now' ? replaceFile : replaceFileLater;
    await replace(this.#path, textOf(data));
  }

  #parse(text: string): T {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch (cause) {
      throw this.#broken('is not JSON', cause);
    }
    json = this.#migrated(json);
    const result = this.#type.schema.safeParse(json);
    if (result.success) return result.data;
    const issue = result.error.issues[0];
    throw this.#broken(`is damaged at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'unknown'}`, result.error);
  }

  /** As a document of the present version, where it has one at all. */
  #migrated(json: unknown): unknown {
    const { version, migrations = {} } = this.#type;
    let document = z.looseObject({ version: z.int() }).safeParse(json).data;
    while (document !== undefined && document.version !== version) {
      const found = document.version;
      if (found > version) {
        throw this.#broken(`has version ${found}, newer than ${version}`, undefined, 'Use a newer conman.');
      }
      const migrate = migrations[found];
      if (migrate === undefined) throw this.#broken(`has version ${found}, which no conman wrote`);
      document = { ...this.#apply(migrate, document, found), version: found + 1 };
    }
    return document ?? json;
  }

  #apply(migrate: (document: JsonObject) => JsonObject, document: JsonObject, version: number): JsonObject {
    try {
      return migrate(document);
    } catch (cause) {
      throw this.#broken(`cannot be brought up from version ${version}`, cause);
    }
  }

  #broken(how: string, cause?: unknown, hint = 'Repair the file and restart conmand, or remove what it describes.') {
    return new ConmanError('data-loss', `the ${this.#type.noun} ${this.#path} ${how}`, { cause, hint });
  }
}

function textOf(data: unknown): string {
  return `${JSON.stringify(data, undefined, 2)}\n`;
}
