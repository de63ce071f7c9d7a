import type { FileChange } from '../../api/image.ts';
import type { ImageOperations } from '../../api/image-operations.ts';
import { imageFromWire, pullFromWire } from '../convert-image.ts';
import { changeFromWire, changesToWire, prunedFromWire, pullInfoFromWire, pushFromWire } from '../convert-transfer.ts';
import type { PullProgress as WirePullProgress } from '../generated/conman.ts';
import { parseInspection, present } from './answers.ts';
import { archiveClient } from './archives.ts';
import type { Calls } from './calls.ts';

type TransferOperations = Pick<
  ImageOperations,
  'pullImage' | 'startPull' | 'listPulls' | 'watchPull' | 'cancelPull' | 'pushImage' | 'login' | 'logout'
>;

export function imageClient(calls: Calls): ImageOperations {
  return {
    async listImages() {
      const { images } = await calls.unary(calls.rpc.listImages, {});
      return images.map(imageFromWire);
    },

    async inspectImage(image: string) {
      const { json } = await calls.unary(calls.rpc.inspectImage, { image });
      return parseInspection(json);
    },

    async imageHistory(image: string) {
      const { entries } = await calls.unary(calls.rpc.imageHistory, { image });
      return entries.map((entry) => ({ ...entry, sizeBytes: Number(entry.sizeBytes) }));
    },

    async tagImage(image: string, name: string) {
      await calls.unary(calls.rpc.tagImage, { image, name });
    },

    async removeImage(image: string) {
      await calls.unary(calls.rpc.removeImage, { image });
    },

    async pruneImages({ dryRun = false, all = false } = {}) {
      const { items } = await calls.unary(calls.rpc.pruneImages, { dryRun, all });
      return items.map(prunedFromWire);
    },

    async verifyImage(image: string) {
      return await calls.unary(calls.rpc.verifyImage, { image });
    },

    async containerChanges(ref: string) {
      const changes: FileChange[] = [];
      for await (const message of calls.responses(calls.rpc.containerChanges({ containerId: ref }), undefined)) {
        changes.push(
          ...message.changes.map(changeFromWire).filter((change: FileChange | undefined) => change !== undefined),
        );
      }
      return changes;
    },

    async commitContainer(ref: string, name: string, changes = {}) {
      const request = { containerId: ref, name, changes: changesToWire(changes) };
      const { image } = await calls.unary(calls.rpc.commitContainer, request);
      return imageFromWire(present(image, 'image'));
    },

    ...transferClient(calls),
    ...archiveClient(calls),
  };
}

function transferClient(calls: Calls): TransferOperations {
  return {
    async *pullImage(reference, options = {}, abort) {
      const call = calls.rpc.pullImage({ reference, platform: options.platform ?? '' });
      yield* pullProgress(calls.responses(call, abort));
    },

    async startPull(reference, options = {}) {
      const { pull } = await calls.unary(calls.rpc.startPull, { reference, platform: options.platform ?? '' });
      return pullInfoFromWire(present(pull, 'pull'));
    },

    async listPulls() {
      const { pulls } = await calls.unary(calls.rpc.listPulls, {});
      return pulls.map(pullInfoFromWire);
    },

    async *watchPull(id, abort) {
      yield* pullProgress(calls.responses(calls.rpc.watchPull({ id }), abort));
    },

    async cancelPull(id) {
      await calls.unary(calls.rpc.cancelPull, { id });
    },

    async *pushImage(image, name = '', abort) {
      for await (const message of calls.responses(calls.rpc.pushImage({ image, name }), abort)) {
        const progress = pushFromWire(message);
        if (progress !== undefined) yield progress;
      }
    },

    async login(login) {
      await calls.unary(calls.rpc.login, login);
    },

    async logout(registry) {
      return (await calls.unary(calls.rpc.logout, { registry })).wasKept;
    },
  };
}

async function* pullProgress(messages: AsyncIterable<WirePullProgress>) {
  for await (const message of messages) {
    const progress = pullFromWire(message);
    if (progress !== undefined) yield progress;
  }
}
