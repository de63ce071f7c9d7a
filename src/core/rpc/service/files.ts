import type { FileOperations } from '../../api/file-operations.ts';
import { ConmanError } from '../../errors/index.ts';
import { fileToWire } from '../convert-files.ts';
import { asBuffer } from '../convert-stream.ts';
import type { ConmanServer, CopyInRequest, CopyOutRequest } from '../generated/conman.ts';
import { streaming, unary } from './handlers.ts';
import { uploading } from './uploading.ts';

export function fileMethods(engine: FileOperations) {
  return {
    statPath: unary(async ({ containerId, path, followLink }) => ({
      facts: fileToWire(await engine.statPath(containerId, path, { followLink })),
    })),
    listDirectory: unary(async ({ containerId, path }) => ({
      entries: (await engine.listDirectory(containerId, path)).map(fileToWire),
    })),
    readFile: unary(async ({ containerId, path, offset, maxBytes }) => {
      const options = { offset: Number(offset), ...(maxBytes !== undefined && { maxBytes }) };
      const { data, sizeBytes } = await engine.readFile(containerId, path, options);
      return { data: asBuffer(data), sizeBytes: BigInt(sizeBytes) };
    }),
    copyOut: streaming(
      (request, abort) => copyOut(engine, request, abort),
      ({ archive }) => archive.length,
    ),
    copyIn: uploading(async (requests, abort) => {
      const { entries, bytes } = await copyIn(engine, requests, abort);
      return { entries: BigInt(entries), bytes: BigInt(bytes) };
    }),
  } satisfies Partial<ConmanServer>;
}

async function* copyOut(engine: FileOperations, request: CopyOutRequest, abort: AbortSignal) {
  const { containerId, path, name, followLink } = request;
  const options = { followLink, ...(name !== '' && { name }) };
  for await (const chunk of engine.copyOut(containerId, path, options, abort)) yield { archive: asBuffer(chunk) };
}

async function copyIn(engine: FileOperations, requests: AsyncGenerator<CopyInRequest>, abort: AbortSignal) {
  const { value: first } = await requests.next();
  if (first?.kind?.$case !== 'open') {
    throw new ConmanError('invalid-argument', 'the first message of a stream has to open it');
  }
  const { containerId, directory } = first.kind.value;
  return await engine.copyIn(containerId, directory, archiveOf(requests), abort);
}

async function* archiveOf(requests: AsyncIterable<CopyInRequest>): AsyncGenerator<Uint8Array> {
  for await (const { kind } of requests) if (kind?.$case === 'archive') yield kind.value;
}
