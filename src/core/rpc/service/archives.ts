import type { handleClientStreamingCall, ServerReadableStream } from '@grpc/grpc-js';
import type { ImageOperations } from '../../api/image-operations.ts';
import { ConmanError } from '../../errors/index.ts';
import { imageToWire } from '../convert-image.ts';
import { changesFromWire } from '../convert-transfer.ts';
import { toStatus } from '../errors.ts';
import type { ConmanServer, ImportImageOpen, LoadImagesOpen } from '../generated/conman.ts';
import { maxStreamPiece } from '../limits.ts';
import { streaming } from './handlers.ts';

/** The methods that carry archives. */
export function archiveMethods(engine: ImageOperations) {
  const pieceBytes = ({ data }: { readonly data: Uint8Array }): number => data.length;
  return {
    saveImages: streaming((request, abort) => pieces(engine.saveImages(request.images, abort)), pieceBytes),
    exportImage: streaming((request, abort) => pieces(engine.exportImage(request.image, abort)), pieceBytes),
    exportContainer: streaming(
      (request, abort) => pieces(engine.exportContainer(request.containerId, abort)),
      pieceBytes,
    ),
    loadImages: uploading(async ({ name }: LoadImagesOpen, archive, abort) => ({
      images: (await engine.loadImages(archive, name === '' ? undefined : name, abort)).map(imageToWire),
    })),
    importImage: uploading(async ({ name, changes }: ImportImageOpen, archive, abort) => ({
      image: imageToWire(await engine.importImage(archive, name, changesFromWire(changes), abort)),
    })),
  } satisfies Partial<ConmanServer>;
}

/** Each a copy: what a source hands out may change while the message waits. */
async function* pieces(archive: AsyncIterable<Uint8Array>) {
  for await (const chunk of archive) {
    for (let at = 0; at < chunk.length; at += maxStreamPiece) {
      yield { data: Buffer.from(chunk.subarray(at, at + maxStreamPiece)) };
    }
  }
}

interface Upload<Open> {
  readonly kind?:
    | { readonly $case: 'open'; readonly value: Open }
    | { readonly $case: 'data'; readonly value: Uint8Array }
    | undefined;
}

/** A call that sends an archive: what to do with it first. */
function uploading<Open, Request extends Upload<Open>, Response>(
  answer: (open: Open, archive: AsyncIterable<Uint8Array>, abort: AbortSignal) => Promise<Response>,
): handleClientStreamingCall<Request, Response> {
  return (call, callback) => {
    const abort = new AbortController();
    call.once('cancelled', () => abort.abort());
    // Whoever reads hears of it there.
    call.on('error', () => undefined);
    const work = async (): Promise<Response> => {
      const messages = (call as ServerReadableStream<Request, Response>)[Symbol.asyncIterator]();
      const first = await messages.next();
      const kind = first.done === true ? undefined : (first.value as Request).kind;
      if (kind?.$case !== 'open') throw new ConmanError('invalid-argument', 'the first message has to open the upload');
      return await answer(kind.value, contents(messages), abort.signal);
    };
    work().then(
      (response) => callback(null, response),
      (error: unknown) => callback(toStatus(error)),
    );
  };
}

async function* contents<Open>(messages: AsyncIterator<Upload<Open>>): AsyncGenerator<Uint8Array> {
  for (let next = await messages.next(); next.done !== true; next = await messages.next()) {
    const { kind } = next.value;
    if (kind?.$case === 'data') yield kind.value;
  }
}
