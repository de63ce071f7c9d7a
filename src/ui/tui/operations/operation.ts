import type { ContainerEngine, ImageSummary, LocalFiles, Pull, PushProgress } from '../../../core/api/index.ts';
import { sizeText } from '../../words/size.ts';
import type { ContainerOperation } from './container-operations.ts';
import type { FileOperation } from './file-operations.ts';
import type { ImageOperation } from './image-operations.ts';
import type { NetworkOperation } from './network-operations.ts';
import type { SystemOperation } from './system-operations.ts';
import type { VolumeOperation } from './volume-operations.ts';

/** What is asked of the engine; it takes time and may fail. Plain data; what it means is in `operation-table.ts`. */
export type Operation =
  | ContainerOperation
  | FileOperation
  | ImageOperation
  | NetworkOperation
  | SystemOperation
  | VolumeOperation;

/** What an operation brought, for those whose answer is needed. */
export type OperationResult =
  | { readonly kind: 'none' }
  | { readonly kind: 'created'; readonly containerId: string }
  /** Worth a line on the screen. */
  | { readonly kind: 'told'; readonly text: string }
  | { readonly kind: 'pull'; readonly pull: Pull }
  /** What a prune would remove. */
  | {
      readonly kind: 'prune';
      readonly items: readonly { readonly kind: string; readonly id: string; readonly sizeBytes: number }[];
      /** What removes them. */
      readonly operation: Operation;
    }
  | { readonly kind: 'images'; readonly images: readonly ImageSummary[] };

export const noResult: OperationResult = { kind: 'none' };

/** What some operations need beside the engine. */
export interface OperationTools {
  localFiles(): Promise<LocalFiles>;
  /** How far it is, in a word or two. */
  report(progress: string): void;
  /** How a push goes on. */
  news(progress: PushProgress): void;
  /** The user wants it to end; only operations that are cancellable are told. */
  readonly abort: AbortSignal;
}

/** For operations whose answer nobody needs. */
export async function doneWith(work: Promise<unknown>): Promise<OperationResult> {
  await work;
  return noResult;
}

/** What a prune has removed, in a line. */
export function freed(items: readonly { readonly sizeBytes: number }[]): OperationResult {
  const bytes = items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return { kind: 'told', text: items.length === 0 ? 'there was nothing to remove' : `freed ${sizeText(bytes)}` };
}

/** Everything about one kind of operation. */
export interface OperationRow<Kind> {
  /** As in `cannot stop web`, and as in `stopping web`. */
  readonly plain: string;
  readonly going: string;
  /** Nothing on the machine is changed by it: read-only mode lets it pass, and the command log leaves it out. */
  readonly isReading?: boolean;
  /** No container is changed by it: read-only mode lets it pass, the command log has it. */
  readonly isHarmless?: boolean;
  /** It ends, and leaves nothing half done, when its `abort` says so. */
  readonly isCancellable?: boolean;
  /** The words after `conmanctl` that do the same; undefined where there are none. `name` is that of the target. */
  command?(operation: Kind, name: string): readonly string[] | undefined;
  /** Rejects with the engine's ConmanError. */
  run(engine: ContainerEngine, operation: Kind, tools: OperationTools): Promise<OperationResult>;
}

export type OperationRows<Kind extends { readonly kind: string }> = {
  readonly [Name in Kind['kind']]: OperationRow<Extract<Kind, { readonly kind: Name }>>;
};
