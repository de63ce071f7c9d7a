import type { FileChange, ImageHistoryEntry, PrunedItem, Pull } from '../../../core/api/index.ts';

/** Answers about images, by the rules of contract-json.ts. */

export function historyJson(entries: readonly ImageHistoryEntry[]) {
  return { history: entries.map((entry) => ({ ...entry, sizeBytes: String(entry.sizeBytes) })) };
}

export function prunedJson(items: readonly PrunedItem[]) {
  return { items: items.map((item) => ({ ...item, sizeBytes: String(item.sizeBytes) })) };
}

export function changesJson(changes: readonly FileChange[]) {
  return { changes };
}

export function pullsJson(pulls: readonly Pull[]) {
  return { pulls: pulls.map(pullJson) };
}

export function pullJson(pull: Pull) {
  const { startedAt, endedAt, doneBytes, totalBytes } = pull;
  const numbers = { startedAt: String(startedAt), endedAt: String(endedAt) };
  return { ...pull, ...numbers, doneBytes: String(doneBytes), totalBytes: String(totalBytes) };
}
