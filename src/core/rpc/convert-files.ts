import type { FileFacts, FileKind } from '../api/files.ts';
import type * as wire from './generated/conman.ts';

export function fileToWire(facts: FileFacts): wire.FileFacts {
  return { ...facts, sizeBytes: BigInt(facts.sizeBytes), linkTarget: facts.linkTarget };
}

export function fileFromWire({ linkTarget, ...facts }: wire.FileFacts): FileFacts {
  return {
    ...facts,
    kind: facts.kind as FileKind,
    sizeBytes: Number(facts.sizeBytes),
    ...(linkTarget !== undefined && { linkTarget }),
  };
}
