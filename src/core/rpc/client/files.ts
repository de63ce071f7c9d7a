import type { FileOperations } from '../../api/file-operations.ts';
import { fileFromWire } from '../convert-files.ts';
import { asBuffer } from '../convert-stream.ts';
import type { CopyInRequest } from '../generated/conman.ts';
import { maxStreamPiece } from '../limits.ts';
import { present } from './answers.ts';
import type { Calls } from './calls.ts';

export function fileClient(calls: Calls): FileOperations {
  return {
    async statPath(ref: string, path: string, options: Parameters<FileOperations['statPath']>[2] = {}) {
      const request = { containerId: ref, path, followLink: options.followLink ?? false };
      const { facts } = await calls.unary(calls.rpc.statPath, request);
      return fileFromWire(present(facts, 'facts'));
    },

    async listDirectory(ref: string, path: string) {
      const { entries } = await calls.unary(calls.rpc.listDirectory, { containerId: ref, path });
      return entries.map(fileFromWire);
    },

    async readFile(ref: string, path: string, options: Parameters<FileOperations['readFile']>[2] = {}) {
      const request = { containerId: ref, path, offset: BigInt(options.offset ?? 0), maxBytes: options.maxBytes };
      const { data, sizeBytes } = await calls.unary(calls.rpc.readFile, request);
      return { data, sizeBytes: Number(sizeBytes) };
    },

    async *copyOut(
      ref: string,
      path: string,
      options: Parameters<FileOperations['copyOut']>[2] = {},
      abort?: AbortSignal,
    ) {
      const { name = '', followLink = false } = options;
      const call = calls.rpc.copyOut({ containerId: ref, path, name, followLink });
      for await (const { archive } of calls.responses(call, abort)) yield archive;
    },

    async copyIn(ref: string, directory: string, archive: AsyncIterable<Uint8Array>, abort?: AbortSignal) {
      const { entries, bytes } = await calls.upload(calls.rpc.copyIn, copyInRequests(ref, directory, archive), abort);
      return { entries: Number(entries), bytes: Number(bytes) };
    },
  };
}

async function* copyInRequests(
  containerId: string,
  directory: string,
  archive: AsyncIterable<Uint8Array>,
): AsyncGenerator<CopyInRequest> {
  yield { kind: { $case: 'open', value: { containerId, directory } } };
  for await (const chunk of archive) {
    const bytes = asBuffer(chunk);
    for (let at = 0; at < bytes.length; at += maxStreamPiece) {
      yield { kind: { $case: 'archive', value: bytes.subarray(at, at + maxStreamPiece) } };
    }
  }
}
