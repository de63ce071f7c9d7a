import type { ImageSummary } from './image.ts';

export interface PullOptions {
  /** Such as `linux/arm64`; the host's when absent. */
  readonly platform?: string;
}

/** `downloading`: and unpacked meanwhile. `unpacking`: all of it came. `verified`: it waits for the layers below. */
export type LayerState = 'waiting' | 'downloading' | 'unpacking' | 'verified' | 'done';

/** News of a pull. A client that comes late or is slow hears how things stand, not how they came to it. */
export type PullProgress =
  /** First, once: what there is to do. Lowest layer first. */
  | {
      readonly kind: 'resolved';
      readonly name: string;
      readonly digest: string;
      readonly platform: string;
      readonly layers: readonly { readonly digest: string; readonly sizeBytes: number }[];
    }
  | {
      readonly kind: 'layer';
      readonly digest: string;
      readonly state: LayerState;
      /** Downloaded bytes, or unpacked ones while it is unpacked. */
      readonly doneBytes: number;
    }
  /** Last, once. `changed` is false when the image was there already. */
  | { readonly kind: 'done'; readonly image: ImageSummary; readonly changed: boolean };

/** `interrupted`: conmand ended in the middle of it. */
export type PullState = 'running' | 'done' | 'failed' | 'cancelled' | 'interrupted';

/** A pull of the daemon's: it goes on whoever watches. */
export interface Pull {
  readonly id: string;
  /** As people write it, with what was left out filled in. */
  readonly reference: string;
  /** As it was asked for; empty is the host's. */
  readonly platform: string;
  readonly state: PullState;
  /** Unix time in ns; 0n = not yet. */
  readonly startedAt: bigint;
  readonly endedAt: bigint;
  /** Of the download; 0 until it is known. */
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Why it failed, and what to do. */
  readonly message: string;
}

/** News of a push. */
export type PushProgress =
  | {
      readonly kind: 'layer';
      readonly digest: string;
      readonly state: PushState;
      readonly doneBytes: number;
      readonly sizeBytes: number;
    }
  /** Last, once: under which digest it is there. */
  | { readonly kind: 'done'; readonly name: string; readonly digest: string };

/** `mounted`: the registry had it in another repository. `present`: in this one. */
export type PushState = 'uploading' | 'uploaded' | 'mounted' | 'present';

export interface RegistryLogin {
  /** Such as `ghcr.io` or `127.0.0.1:5000`. */
  readonly registry: string;
  readonly username: string;
  readonly password: string;
}
