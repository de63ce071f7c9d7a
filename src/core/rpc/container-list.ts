import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';
import type { ContainerSummary } from '../api/container.ts';
import { containerFromWire, containerToWire } from './convert-container.ts';
import * as wire from './generated/conman.ts';

/** Field 1 of ListContainersResponse, a message: its number and wire type in one. */
const entryTag = 10;
/** An entry begins with its id: tag, length and 32 digits. */
const keyBytes = 34;

/**
 * Writes lists of containers. What protobuf makes of a repeated field is what it makes of its entries, one behind the
 * other: the bytes of a container are made once, and kept for as long as its summary is the same object.
 */
export class ContainerListWriter {
  readonly #entries = new WeakMap<ContainerSummary, wire.Container>();
  readonly #bytes = new WeakMap<wire.Container, Uint8Array>();

  readonly toWire = (summary: ContainerSummary): wire.Container => {
    const entry = this.#entries.get(summary) ?? containerToWire(summary);
    this.#entries.set(summary, entry);
    return entry;
  };

  readonly serialize = ({ containers }: wire.ListContainersResponse): Buffer =>
    Buffer.concat(containers.map((entry) => this.#encoded(entry)));

  #encoded(entry: wire.Container): Uint8Array {
    const bytes = this.#bytes.get(entry) ?? encodeEntry(entry);
    this.#bytes.set(entry, bytes);
    return bytes;
  }
}

function encodeEntry(entry: wire.Container): Uint8Array {
  return wire.Container.encode(entry, new BinaryWriter().uint32(entryTag).fork()).join().finish();
}

interface ReadEntry {
  readonly bytes: Buffer;
  readonly summary: ContainerSummary;
}

/** Reads lists of containers one after the other. An entry whose bytes are those of the list before is what it was there. */
export class ContainerListReader {
  #last: ReadonlyMap<string, ReadEntry> = new Map();

  readonly deserialize = (message: Buffer): readonly ContainerSummary[] => {
    const reader = new BinaryReader(message);
    const entries = new Map<string, ReadEntry>();
    const summaries: ContainerSummary[] = [];
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      if (tag !== entryTag) {
        reader.skip(tag & 7);
        continue;
      }
      const length = reader.uint32();
      const bytes = message.subarray(reader.pos, reader.pos + length);
      reader.pos += length;
      const key = bytes.toString('latin1', 0, keyBytes);
      const before = this.#last.get(key);
      const summary = before?.bytes.equals(bytes) ? before.summary : containerFromWire(wire.Container.decode(bytes));
      entries.set(key, { bytes, summary });
      summaries.push(summary);
    }
    this.#last = entries;
    return summaries;
  };
}
