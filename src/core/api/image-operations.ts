import type { ImageInspection, ImageSummary, PullOptions, PullProgress } from './image.ts';

/** Images that containers are made from. */
export interface ImageOperations {
  listImages(): Promise<readonly ImageSummary[]>;
  /** `image` is a name such as `alpine:3`, or an id or its beginning. */
  inspectImage(image: string): Promise<ImageInspection>;
  /**
   * Brings an image from its registry. Pulls of the same one share their work; it ends when the last of them is
   * aborted, and what was fetched is kept for the next. Fails with `unavailable`, `permission-denied`, `not-found` (no such
   * image, or none for this platform), `data-loss` (not what its digests say) or `resource-exhausted`.
   */
  pullImage(reference: string, options?: PullOptions, abort?: AbortSignal): AsyncIterable<PullProgress>;
  /** Fails with `failed-precondition` while a container is made of it. */
  removeImage(image: string): Promise<void>;
}
