import type { StopOptions } from '../../api/container.ts';
import type { ContainerOperations } from '../../api/container-operations.ts';
import { ConmanError } from '../../errors/index.ts';
import type { ContainerListWriter } from '../container-list.ts';
import { createFromWire, exitToWire, statusToWire } from '../convert-container.ts';
import { processToWire } from '../convert-process.ts';
import { updateFromWire } from '../convert-update.ts';
import type { ConmanServer, StopContainerRequest } from '../generated/conman.ts';
import { unary, unaryUntilCancelled } from './handlers.ts';

export function containerMethods(engine: ContainerOperations, lists: ContainerListWriter) {
  return {
    createContainer: unary(async (request) => {
      const { id } = await engine.createContainer(createFromWire(request));
      return { containerId: id };
    }),
    startContainer: unary(async ({ containerId, hold, checkpoint }) => {
      await engine.startContainer(containerId, { hold, ...(checkpoint !== '' && { checkpoint }) });
      return {};
    }),
    stopContainer: unary(async ({ containerId, ...request }) => {
      await engine.stopContainer(containerId, stopOptions(request));
      return {};
    }),
    restartContainer: unary(async ({ containerId, ...request }) => {
      await engine.restartContainer(containerId, stopOptions(request));
      return {};
    }),
    pauseContainer: unary(async ({ containerId }) => {
      await engine.pauseContainer(containerId);
      return {};
    }),
    resumeContainer: unary(async ({ containerId }) => {
      await engine.resumeContainer(containerId);
      return {};
    }),
    renameContainer: unary(async ({ containerId, name }) => {
      await engine.renameContainer(containerId, name);
      return {};
    }),
    updateContainer: unary(async (request) => {
      await engine.updateContainer(request.containerId, updateFromWire(request));
      return {};
    }),
    waitContainer: unaryUntilCancelled(async ({ containerId }, abort) => ({
      exit: exitToWire(await engine.waitContainer(containerId, abort)),
    })),
    listProcesses: unary(async ({ containerId }) => ({
      processes: (await engine.listProcesses(containerId)).map(processToWire),
    })),
    removeContainer: unary(async ({ containerId, force, volumes }) => {
      await engine.removeContainer(containerId, { force, volumes });
      return {};
    }),
    listContainers: unary(async () => ({ containers: (await engine.listContainers()).map(lists.toWire) })),
    containerStatus: unary(async ({ containerId }) => ({
      status: statusToWire(await engine.containerStatus(containerId)),
    })),
    killContainer: unary(async ({ containerId, signal }) => {
      await engine.killContainer(containerId, signal);
      return {};
    }),
    inspectContainer: unary(async ({ containerId }) => ({
      json: JSON.stringify(await engine.inspectContainer(containerId)),
    })),
  } satisfies Partial<ConmanServer>;
}

function stopOptions({ timeout, ownTimeout }: Pick<StopContainerRequest, 'timeout' | 'ownTimeout'>): StopOptions {
  if (ownTimeout) return {};
  if (timeout < 0n) throw new ConmanError('invalid-argument', `a timeout of ${timeout} seconds is in the past`);
  return { timeoutSeconds: Number(timeout) };
}
