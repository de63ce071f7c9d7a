import type {
  FileChange,
  ImageChanges,
  ImageHistoryEntry,
  ImageInspection,
  ImageSummary,
  ImageVerification,
  PrunedItem,
  PruneOptions,
} from './image.ts';
import type { Pull, PullOptions, PullProgress, PushProgress, RegistryLogin } from './image-transfer.ts';

/** Images that containers are made from. `image` is a name such as `alpine:3`, or an id or its beginning. */
export interface ImageOperations {
  listImages(): Promise<readonly ImageSummary[]>;
  inspectImage(image: string): Promise<ImageInspection>;
  /** Newest step first. */
  imageHistory(image: string): Promise<readonly ImageHistoryEntry[]>;
  /** Gives it one more name, which another image may have had. */
  tagImage(image: string, name: string): Promise<void>;
  /**
   * Takes the name away, and with its last name the image. Fails with `failed-precondition` while a container is made of
   * it, and for an id that has several names.
   */
  removeImage(image: string): Promise<void>;
  /** Removes what no image, container or operation needs, and says what that was. */
  pruneImages(options?: PruneOptions): Promise<readonly PrunedItem[]>;
  /** Reads all of it, and compares it with its digests. */
  verifyImage(image: string): Promise<ImageVerification>;

  /**
   * Brings an image from its registry. Pulls of the same one are one; it is cancelled when the last who watches it in this
   * way is gone and nobody asked for it with `startPull`; what was fetched is kept for the next. Fails with `unavailable`,
   * `permission-denied`, `not-found` (no such image, or none for this platform), `data-loss` (not what its digests say)
   * or `resource-exhausted`.
   */
  pullImage(reference: string, options?: PullOptions, abort?: AbortSignal): AsyncIterable<PullProgress>;
  /** The same without staying with it: it goes on until it is done or cancelled. */
  startPull(reference: string, options?: PullOptions): Promise<Pull>;
  /** Those under way, then those that have ended, newest first. */
  listPulls(): Promise<readonly Pull[]>;
  /** How a pull goes on; fails as it does. Leaving does not end it. */
  watchPull(id: string, abort?: AbortSignal): AsyncIterable<PullProgress>;
  /** Resolves when it has ended. One that has ended already stays as it is. */
  cancelPull(id: string): Promise<void>;

  /** Sends an image to the registry that `name` names; to that of its own name without one. */
  pushImage(image: string, name?: string, abort?: AbortSignal): AsyncIterable<PushProgress>;
  /** Checks the password with the registry and keeps it. Fails with `permission-denied`. */
  login(login: RegistryLogin): Promise<void>;
  /** False: nothing was kept for it. */
  logout(registry: string): Promise<boolean>;

  /** An archive that is an OCI layout and what docker loads, both. */
  saveImages(images: readonly string[], abort?: AbortSignal): AsyncIterable<Uint8Array>;
  /** Such an archive, or one of `docker save` or `skopeo`. `name` is for an image that has none in it. */
  loadImages(archive: AsyncIterable<Uint8Array>, name?: string, abort?: AbortSignal): Promise<readonly ImageSummary[]>;
  /** The root file system of an image, as a plain tar archive. */
  exportImage(image: string, abort?: AbortSignal): AsyncIterable<Uint8Array>;
  /** Makes an image of a root file system in a tar archive, which may be compressed. */
  importImage(
    archive: AsyncIterable<Uint8Array>,
    name: string,
    changes?: ImageChanges,
    abort?: AbortSignal,
  ): Promise<ImageSummary>;

  /** Sorted by path. Fails with `failed-precondition` for one that is not made of layers. */
  containerChanges(ref: string): Promise<readonly FileChange[]>;
  /** Makes an image of a container as it is now; it is paused for as long as its files are read. */
  commitContainer(ref: string, name: string, changes?: ImageChanges): Promise<ImageSummary>;
  /** The root file system of a container, as a plain tar archive. */
  exportContainer(ref: string, abort?: AbortSignal): AsyncIterable<Uint8Array>;
}
