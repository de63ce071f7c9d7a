import { type ClientWritableStream, Metadata, type ServiceError } from '@grpc/grpc-js';
import type { ImageOperations } from '../../api/image-operations.ts';
import { imageFromWire } from '../convert-image.ts';
import { asBuffer } from '../convert-stream.ts';
import { changesToWire } from '../convert-transfer.ts';
import type { ImportImageResponse, LoadImagesResponse } from '../generated/conman.ts';
import { maxStreamPiece } from '../limits.ts';
import { present } from './answers.ts';
import type { Calls } from './calls.ts';

type ArchiveOperations = Pick<
  ImageOperations,
  'saveImages' | 'loadImages' | 'exportImage' | 'importImage' | 'exportContainer'
>;

type Answered<Response> = (error: ServiceError | null, response: Response) => void;

/** The methods that carry archives. */
export function archiveClient(calls: Calls): ArchiveOperations {
  return {
    async *saveImages(images: readonly string[], abort?: AbortSignal) {
      for await (const { data } of calls.responses(calls.rpc.saveImages({ images: [...images] }), abort)) yield data;
    },

    async *exportImage(image: string, abort?: AbortSignal) {
      for await (const { data } of calls.responses(calls.rpc.exportImage({ image }), abort)) yield data;
    },

    async *exportContainer(ref: string, abort?: AbortSignal) {
      const call = calls.rpc.exportContainer({ containerId: ref });
      for await (const { data } of calls.responses(call, abort)) yield data;
    },

    async loadImages(archive: AsyncIterable<Uint8Array>, name = '', abort?: AbortSignal) {
      const { images } = await upload(
        calls,
        (done: Answered<LoadImagesResponse>) => calls.rpc.loadImages(new Metadata(), done),
        { kind: { $case: 'open', value: { name } } },
        dataPiece,
        archive,
        abort,
      );
      return images.map(imageFromWire);
    },

    async importImage(
      archive: AsyncIterable<Uint8Array>,
      name: string,
      changes: Parameters<ImageOperations['importImage']>[2] = {},
      abort?: AbortSignal,
    ) {
      const { image } = await upload(
        calls,
        (done: Answered<ImportImageResponse>) => calls.rpc.importImage(new Metadata(), done),
        { kind: { $case: 'open', value: { name, changes: changesToWire(changes) } } },
        dataPiece,
        archive,
        abort,
      );
      return imageFromWire(present(image, 'image'));
    },
  };
}

const dataPiece = (value: Uint8Array): { kind: { $case: 'data'; value: Buffer } } => ({
  kind: { $case: 'data', value: asBuffer(value) },
});

/** Sends an archive, no faster than it is taken. Ends early when the daemon has answered early, with an error. */
async function upload<Request, Response>(
  calls: Calls,
  begin: (done: Answered<Response>) => ClientWritableStream<Request>,
  open: Request,
  piece: (value: Uint8Array) => Request,
  archive: AsyncIterable<Uint8Array>,
  abort: AbortSignal | undefined,
): Promise<Response> {
  const answer = Promise.withResolvers<Response>();
  let answered = false;
  const call = calls.track(
    begin((error, response) => {
      answered = true;
      if (error) answer.reject(error);
      else answer.resolve(response);
    }),
  );
  call.on('error', () => undefined);
  const cancel = (): void => call.cancel();
  abort?.addEventListener('abort', cancel);
  if (abort?.aborted) cancel();
  const send = (message: Request): Promise<unknown> =>
    Promise.race([
      new Promise<void>((resolve) => call.write(message, () => resolve())),
      answer.promise.catch(() => undefined),
    ]);
  try {
    await send(open);
    for await (const chunk of archive) {
      for (let at = 0; at < chunk.length && !answered; at += maxStreamPiece) {
        await send(piece(chunk.subarray(at, at + maxStreamPiece)));
      }
      if (answered) break;
    }
    call.end();
    return await answer.promise;
  } catch (error) {
    cancel();
    throw await calls.convert(error);
  } finally {
    abort?.removeEventListener('abort', cancel);
  }
}
