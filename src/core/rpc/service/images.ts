import type { ImageOperations } from '../../api/image-operations.ts';
import { imageToWire, pullToWire } from '../convert-image.ts';
import { changesFromWire, prunedToWire, pullInfoToWire, pushToWire } from '../convert-transfer.ts';
import type { ConmanServer, PullImageRequest } from '../generated/conman.ts';
import { archiveMethods } from './archives.ts';
import { estimatedEventBytes, streaming, unary } from './handlers.ts';

const maxChangesPerMessage = 1000;
const estimatedChangeBytes = 100;

export function imageMethods(engine: ImageOperations) {
  return {
    listImages: unary(async () => ({ images: (await engine.listImages()).map(imageToWire) })),
    inspectImage: unary(async ({ image }) => ({ json: JSON.stringify(await engine.inspectImage(image)) })),
    imageHistory: unary(async ({ image }) => ({
      entries: (await engine.imageHistory(image)).map((entry) => ({ ...entry, sizeBytes: BigInt(entry.sizeBytes) })),
    })),
    tagImage: unary(async ({ image, name }) => {
      await engine.tagImage(image, name);
      return {};
    }),
    removeImage: unary(async ({ image }) => {
      await engine.removeImage(image);
      return {};
    }),
    pruneImages: unary(async (options) => ({ items: (await engine.pruneImages(options)).map(prunedToWire) })),
    verifyImage: unary(async ({ image }) => {
      const { problems, ...verified } = await engine.verifyImage(image);
      return { ...verified, problems: [...problems] };
    }),
    login: unary(async (login) => {
      await engine.login(login);
      return {};
    }),
    logout: unary(async ({ registry }) => ({ wasKept: await engine.logout(registry) })),
    commitContainer: unary(async ({ containerId, name, changes }) => ({
      image: imageToWire(await engine.commitContainer(containerId, name, changesFromWire(changes))),
    })),
    containerChanges: streaming(
      ({ containerId }) => changes(engine, containerId),
      ({ changes: some }) => some.length * estimatedChangeBytes,
    ),
    ...transferMethods(engine),
    ...archiveMethods(engine),
  } satisfies Partial<ConmanServer>;
}

function transferMethods(engine: ImageOperations) {
  return {
    pullImage: streaming(
      (request, abort) => pullImage(engine, request, abort),
      () => estimatedEventBytes,
    ),
    startPull: unary(async (request) => ({
      pull: pullInfoToWire(await engine.startPull(request.reference, pullOptions(request))),
    })),
    listPulls: unary(async () => ({ pulls: (await engine.listPulls()).map(pullInfoToWire) })),
    watchPull: streaming(
      ({ id }, abort) => watchPull(engine, id, abort),
      () => estimatedEventBytes,
    ),
    cancelPull: unary(async ({ id }) => {
      await engine.cancelPull(id);
      return {};
    }),
    pushImage: streaming(
      ({ image, name }, abort) => pushImage(engine, image, name, abort),
      () => estimatedEventBytes,
    ),
  } satisfies Partial<ConmanServer>;
}

function pullOptions({ platform }: PullImageRequest) {
  return platform === '' ? {} : { platform };
}

async function* pullImage(engine: ImageOperations, request: PullImageRequest, abort: AbortSignal) {
  for await (const progress of engine.pullImage(request.reference, pullOptions(request), abort))
    yield pullToWire(progress);
}

async function* watchPull(engine: ImageOperations, id: string, abort: AbortSignal) {
  for await (const progress of engine.watchPull(id, abort)) yield pullToWire(progress);
}

async function* pushImage(engine: ImageOperations, image: string, name: string, abort: AbortSignal) {
  const progresses = engine.pushImage(image, name === '' ? undefined : name, abort);
  for await (const progress of progresses) yield pushToWire(progress);
}

async function* changes(engine: ImageOperations, containerId: string) {
  const all = await engine.containerChanges(containerId);
  for (let at = 0; at < all.length; at += maxChangesPerMessage) {
    yield { changes: all.slice(at, at + maxChangesPerMessage).map((change) => ({ ...change })) };
  }
}
