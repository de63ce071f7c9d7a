import type { ImageOperations } from '../../api/image-operations.ts';
import type { Containers } from '../../container/containers.ts';

/** Of an operation that nobody can cancel. */
const never = (): AbortSignal => new AbortController().signal;

export function imagePart(containers: Containers): ImageOperations {
  const { images } = containers;
  const { pulls, store } = images;
  return {
    listImages: () => store.list(),
    inspectImage: (image) => store.inspect(image),
    imageHistory: (image) => images.history(image),
    tagImage: (image, name) => images.tag(image, name),
    removeImage: (image) => images.remove(image),
    pruneImages: (options = {}) => images.prune(options),
    verifyImage: (image) => images.verify(image),
    pullImage: (reference, options = {}, abort = never()) => pulls.follow(reference, options, abort),
    startPull: (reference, options = {}) => pulls.start(reference, options),
    listPulls: async () => pulls.list(),
    watchPull: (id, abort = never()) => pulls.watch(id, abort),
    cancelPull: (id) => pulls.cancel(id),
    pushImage: (image, name, abort = never()) => images.sending.push(image, name, abort),
    login: (login) => images.registries.login(login),
    logout: (registry) => images.registries.logout(registry),
    saveImages: (names, abort) => images.sending.save(names, abort),
    loadImages: (archive, name, abort = never()) => images.making.load(archive, name, abort),
    exportImage: (image, abort) => images.sending.export(image, abort),
    importImage: (archive, name, changes = {}, abort = never()) => images.making.import(archive, name, changes, abort),
    containerChanges: (ref) => containers.changes(ref),
    commitContainer: (ref, name, changes = {}) => containers.commit(ref, name, changes),
    exportContainer: (ref, abort) => containers.export(ref, abort),
  };
}
