import type { ContainerEngine, CreateContainerOptions } from '../../../core/api/index.ts';
import type { Operation } from '../state/effect.ts';
import type { OperationResult } from '../state/message.ts';

const nothing: OperationResult = { kind: 'none' };

/** Does what an operation asks. Rejects with the engine's ConmanError. */
export async function carryOut(engine: ContainerEngine, operation: Operation): Promise<OperationResult> {
  switch (operation.kind) {
    case 'start':
      await engine.startContainer(operation.containerId);
      return nothing;
    case 'stop':
      await engine.stopContainer(operation.containerId);
      return nothing;
    case 'restart':
      await engine.restartContainer(operation.containerId);
      return nothing;
    case 'kill':
      await engine.killContainer(operation.containerId, operation.signal);
      return nothing;
    case 'remove':
      await engine.removeContainer(operation.containerId, { force: operation.force });
      return nothing;
    case 'create':
      return await createAndStart(engine, operation.options);
    case 'list-images':
      return { kind: 'images', images: await engine.listImages() };
    case 'end-session':
      await engine.removeExec(operation.execId);
      return nothing;
  }
}

/** A container that cannot be started is taken away again, so that its form can be mended and sent once more. */
async function createAndStart(engine: ContainerEngine, options: CreateContainerOptions): Promise<OperationResult> {
  const { id } = await engine.createContainer(options);
  try {
    await engine.startContainer(id);
  } catch (error) {
    // Whether the removal works or not, why the start failed is what the user has to know.
    await engine.removeContainer(id, { force: true }).catch(() => undefined);
    throw error;
  }
  return { kind: 'created', containerId: id };
}
