import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { CreateVolumeOptions, Volume } from '../api/volumes.ts';
import { ConmanError } from '../errors/index.ts';
import type { UnixClock } from '../host/clock.ts';
import { listDirectory, makeDirectory, makeDirectoryWithMode } from '../host/directories.ts';
import { Gate } from '../host/gate.ts';
import { Document } from '../store/document.ts';
import { expectVolumeName, isVolumeName, type VolumeRecord, volumeDocument } from './volume-record.ts';

export interface VolumeStoreParts {
  /** Where the volumes are. */
  readonly directory: string;
  readonly clock: UnixClock;
  /** Takes a directory away at once, to be deleted in the background. */
  readonly discard: (path: string) => Promise<void>;
  /** Ids of the containers that have a volume; throws when that cannot be known. */
  readonly usersOf: (name: string) => readonly string[];
}

/** What a creation needs until its container is among those that are asked. */
export interface VolumeLease {
  /** The container is there: they are its own now. */
  keep(): Promise<void>;
  /** It will not be: those that were made for it go. */
  release(): Promise<void>;
}

/**
 * The volumes of one lib root. What changes them is done one after the other, so that nobody removes what somebody else is
 * about to use.
 */
export class VolumeStore {
  readonly #parts: VolumeStoreParts;
  readonly #documents = new Map<string, Document<VolumeRecord>>();
  /** Creations under way that need a volume. */
  readonly #leases = new Map<string, number>();
  readonly #turn = new Gate(1);

  constructor(parts: VolumeStoreParts) {
    this.#parts = parts;
  }

  /** What cannot be read is left alone and told, one line each; a directory without a record was never finished. */
  async open(): Promise<readonly string[]> {
    const { directory, discard } = this.#parts;
    await makeDirectory(directory);
    const problems: string[] = [];
    for (const name of (await listDirectory(directory)).filter(isVolumeName)) {
      try {
        const document = await Document.open(join(directory, name, 'volume.json'), volumeDocument);
        if (document === undefined) await discard(join(directory, name));
        else this.#documents.set(name, document);
      } catch (error) {
        problems.push(`volume ${name}: ${ConmanError.from(error).message}`);
      }
    }
    return problems;
  }

  /** After the containers are known: what a creation that a crash interrupted had made for itself goes. */
  async settle(): Promise<void> {
    for (const [name, document] of [...this.#documents]) {
      if (!document.data.pending) continue;
      if (this.#parts.usersOf(name).length > 0) await document.update({ pending: undefined });
      else await this.#discard(name);
    }
  }

  list(): Volume[] {
    return [...this.#documents.keys()].toSorted().map((name) => this.get(name));
  }

  /** Throws `not-found`. */
  get(name: string): Volume {
    const document = this.#documents.get(name);
    if (document === undefined) {
      throw new ConmanError('not-found', `there is no volume ${JSON.stringify(name)}`, {
        hint: 'See which there are: conmanctl volume list',
      });
    }
    const { createdAt, anonymous, labels } = document.data;
    const usedBy = this.#parts.usersOf(name);
    return { name, createdAt: BigInt(createdAt), anonymous, labels, mountpoint: this.#data(name), usedBy };
  }

  async create({ name, labels = {} }: CreateVolumeOptions): Promise<Volume> {
    if (name !== undefined) expectVolumeName(name);
    if ('' in labels) throw new ConmanError('invalid-argument', 'a label needs a name');
    return await this.#turn.run(async () => {
      const isThere = name !== undefined && this.#documents.has(name);
      if (isThere && Object.keys(labels).length > 0) {
        throw new ConmanError('already-exists', `there is a volume ${name} already, and its labels cannot change`);
      }
      const made = isThere ? name : await this.#make(name, labels, false);
      return this.get(made);
    });
  }

  /** Makes those that are missing, and keeps all from being removed. Undefined as a name: an anonymous one. */
  async obtain(wanted: readonly (string | undefined)[]): Promise<{ names: readonly string[]; lease: VolumeLease }> {
    for (const name of wanted) if (name !== undefined) expectVolumeName(name);
    return await this.#turn.run(async () => {
      const made: string[] = [];
      const names: string[] = [];
      const lease = this.#lease(names, made);
      try {
        for (const name of wanted) {
          const isThere = name !== undefined && this.#documents.has(name);
          const found = isThere ? name : await this.#make(name, {}, true);
          if (!isThere) made.push(found);
          names.push(found);
          this.#leases.set(found, (this.#leases.get(found) ?? 0) + 1);
        }
      } catch (error) {
        await this.#giveBack(names, made);
        throw error;
      }
      return { names, lease };
    });
  }

  /** While nothing else changes a volume. */
  async exclusively<T>(operation: () => Promise<T>): Promise<T> {
    return await this.#turn.run(operation);
  }

  async remove(name: string): Promise<void> {
    await this.#turn.run(async () => {
      const { usedBy } = this.get(name);
      const [user] = usedBy;
      if (user !== undefined || this.#leases.has(name)) {
        const who = user === undefined ? 'a container that is being made' : `container ${user.slice(0, 12)}`;
        throw new ConmanError('failed-precondition', `volume ${name} is used by ${who}`, {
          hint: user === undefined ? undefined : `Remove the container first: conmanctl rm ${user.slice(0, 12)}`,
        });
      }
      await this.#discard(name);
    });
  }

  /** Where the files of a volume are on the host. */
  #data(name: string): string {
    return join(this.#parts.directory, name, 'data');
  }

  /** The record is written last: without it the next conmand takes the rest away. */
  async #make(wanted: string | undefined, labels: Readonly<Record<string, string>>, pending: boolean): Promise<string> {
    const name = wanted ?? randomBytes(16).toString('hex');
    const directory = join(this.#parts.directory, name);
    await makeDirectory(directory);
    await makeDirectoryWithMode(this.#data(name), 0o755);
    const record: VolumeRecord = {
      ...{ version: 1, name, createdAt: this.#parts.clock.nowNs().toString(), anonymous: wanted === undefined },
      labels: { ...labels },
      ...(pending && { pending }),
    };
    this.#documents.set(name, await Document.create(join(directory, 'volume.json'), volumeDocument, record));
    return name;
  }

  #lease(names: readonly string[], made: readonly string[]): VolumeLease {
    return {
      keep: async () => {
        for (const name of names) this.#unlease(name);
        // A crash before this is on disk is no loss: the container says by then that it has it.
        for (const name of made) await this.#documents.get(name)?.update({ pending: undefined });
      },
      release: () => this.#turn.run(() => this.#giveBack(names, made)),
    };
  }

  async #giveBack(names: readonly string[], made: readonly string[]): Promise<void> {
    for (const name of names) this.#unlease(name);
    for (const name of made) {
      const isWanted = this.#leases.has(name) || this.#parts.usersOf(name).length > 0;
      if (!isWanted) await this.#discard(name);
    }
  }

  #unlease(name: string): void {
    const count = (this.#leases.get(name) ?? 0) - 1;
    if (count > 0) this.#leases.set(name, count);
    else this.#leases.delete(name);
  }

  async #discard(name: string): Promise<void> {
    await this.#parts.discard(join(this.#parts.directory, name));
    this.#documents.delete(name);
  }
}
