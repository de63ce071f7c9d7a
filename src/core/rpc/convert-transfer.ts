import * as z from 'zod';
import type { FileChange, ImageChanges, PrunedItem } from '../api/image.ts';
import type { Pull, PullState, PushProgress, PushState } from '../api/image-transfer.ts';
import { ConmanError } from '../errors/index.ts';
import type * as wire from './generated/conman.ts';

const pullStates: readonly PullState[] = ['running', 'done', 'failed', 'cancelled', 'interrupted'];
const pushStates: readonly PushState[] = ['uploading', 'uploaded', 'mounted', 'present'];
const prunedKinds: readonly PrunedItem['kind'][] = ['image', 'layer', 'content', 'partial'];
const changeKinds: readonly FileChange['kind'][] = ['added', 'changed', 'deleted'];

const texts = z.array(z.string()).optional();
const changesSchema = z.object({
  entrypoint: texts,
  command: texts,
  env: texts,
  user: z.string().optional(),
  workdir: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  stopSignal: z.string().optional(),
  volumes: texts,
  exposedPorts: texts,
  author: z.string().optional(),
  comment: z.string().optional(),
});

export function pullInfoToWire(pull: Pull): wire.Pull {
  return { ...pull, doneBytes: BigInt(pull.doneBytes), totalBytes: BigInt(pull.totalBytes) };
}

/** A state that only a newer daemon knows is an end of some kind. */
export function pullInfoFromWire(pull: wire.Pull): Pull {
  const state = pullStates.find((known) => known === pull.state) ?? 'interrupted';
  return { ...pull, state, doneBytes: Number(pull.doneBytes), totalBytes: Number(pull.totalBytes) };
}

export function pushToWire(progress: PushProgress): wire.PushProgress {
  if (progress.kind === 'done') {
    const { name, digest } = progress;
    return { kind: { $case: 'done', value: { name, digest } } };
  }
  const { digest, state, doneBytes, sizeBytes } = progress;
  const value = { digest, state, doneBytes: BigInt(doneBytes), sizeBytes: BigInt(sizeBytes) };
  return { kind: { $case: 'layer', value } };
}

/** Undefined for news of a kind that only a newer daemon knows. */
export function pushFromWire({ kind }: wire.PushProgress): PushProgress | undefined {
  if (kind?.$case === 'done') return { kind: 'done', ...kind.value };
  const state = kind && pushStates.find((known) => known === kind.value.state);
  if (kind === undefined || state === undefined) return undefined;
  const { digest, doneBytes, sizeBytes } = kind.value;
  return { kind: 'layer', digest, state, doneBytes: Number(doneBytes), sizeBytes: Number(sizeBytes) };
}

export function prunedToWire(item: PrunedItem): wire.PrunedItem {
  return { ...item, sizeBytes: BigInt(item.sizeBytes) };
}

export function prunedFromWire(item: wire.PrunedItem): PrunedItem {
  const kind = prunedKinds.find((known) => known === item.kind) ?? 'content';
  return { ...item, kind, sizeBytes: Number(item.sizeBytes) };
}

/** Undefined for a kind that only a newer daemon knows. */
export function changeFromWire({ kind, path }: wire.FileChange): FileChange | undefined {
  const known = changeKinds.find((each) => each === kind);
  return known && { kind: known, path };
}

export function changesToWire(changes: ImageChanges): wire.ImageChanges {
  return { json: JSON.stringify(changes) };
}

export function changesFromWire(changes: wire.ImageChanges | undefined): ImageChanges {
  try {
    return changesSchema.parse(JSON.parse(changes?.json || '{}'));
  } catch (cause) {
    throw new ConmanError('invalid-argument', 'the changes of the image cannot be read', { cause });
  }
}
