import type { StopOptions } from '../../api/container.ts';
import type { ContainerOperations } from '../../api/container-operations.ts';
import { ConmanError } from '../../errors/index.ts';
import { ContainerListReader } from '../container-list.ts';
import { createToWire, exitFromWire, statusFromWire } from '../convert-container.ts';
import { processFromWire } from '../convert-process.ts';
import { updateToWire } from '../convert-update.ts';
import { ConmanService, type ListContainersRequest } from '../generated/conman.ts';
import { parseInspection, present } from './answers.ts';
import type { Calls } from './calls.ts';

/** What a stop means when the caller gives no timeout, in seconds. */
const defaultStopTimeoutSeconds = 10;

export function containerClient(calls: Calls): ContainerOperations {
  const lists = new ContainerListReader();
  return {
    async listContainers() {
      const { path, requestSerialize } = ConmanService.listContainers;
      return await calls.unary(
        (request: ListContainersRequest, metadata, options, answer) =>
          calls.rpc.makeUnaryRequest(
            path,
            requestSerialize,
            lists.deserialize,
            request,
            metadata,
            options,
            (error, containers = []) => answer(error, containers),
          ),
        {},
      );
    },

    async containerStatus(ref: string) {
      const { status } = await calls.unary(calls.rpc.containerStatus, { containerId: ref });
      return statusFromWire(present(status, 'status'));
    },

    async inspectContainer(ref: string) {
      const { json } = await calls.unary(calls.rpc.inspectContainer, { containerId: ref });
      return parseInspection(json);
    },

    async createContainer(options: Parameters<ContainerOperations['createContainer']>[0]) {
      const { containerId } = await calls.unary(calls.rpc.createContainer, createToWire(options));
      return { id: containerId };
    },

    async startContainer(ref: string, options: Parameters<ContainerOperations['startContainer']>[1] = {}) {
      const { hold = false, checkpoint = '' } = options;
      await calls.unary(calls.rpc.startContainer, { containerId: ref, hold, checkpoint });
    },

    async stopContainer(ref: string, options: Parameters<ContainerOperations['stopContainer']>[1] = {}) {
      await calls.unary(calls.rpc.stopContainer, { containerId: ref, ...timeoutToWire(options) });
    },

    async restartContainer(ref: string, options: Parameters<ContainerOperations['restartContainer']>[1] = {}) {
      await calls.unary(calls.rpc.restartContainer, { containerId: ref, ...timeoutToWire(options) });
    },

    async killContainer(ref: string, signal: string) {
      await calls.unary(calls.rpc.killContainer, { containerId: ref, signal });
    },

    async pauseContainer(ref: string) {
      await calls.unary(calls.rpc.pauseContainer, { containerId: ref });
    },

    async resumeContainer(ref: string) {
      await calls.unary(calls.rpc.resumeContainer, { containerId: ref });
    },

    async renameContainer(ref: string, name: string) {
      await calls.unary(calls.rpc.renameContainer, { containerId: ref, name });
    },

    async updateContainer(ref: string, options: Parameters<ContainerOperations['updateContainer']>[1]) {
      await calls.unary(calls.rpc.updateContainer, updateToWire(ref, options));
    },

    async waitContainer(ref: string, abort?: AbortSignal) {
      const { exit } = await calls.unary(calls.rpc.waitContainer, { containerId: ref }, {}, abort);
      return present(exitFromWire(exit), 'exit');
    },

    async listProcesses(ref: string) {
      const { processes } = await calls.unary(calls.rpc.listProcesses, { containerId: ref });
      return processes.map(processFromWire);
    },

    async removeContainer(ref: string, options: Parameters<ContainerOperations['removeContainer']>[1] = {}) {
      await calls.unary(calls.rpc.removeContainer, {
        containerId: ref,
        force: options.force ?? false,
        volumes: options.volumes ?? false,
      });
    },
  };
}

/** A daemon that does not know of containers' own timeouts takes the number. */
function timeoutToWire({ timeoutSeconds }: StopOptions) {
  return {
    timeout: wholeSeconds(timeoutSeconds ?? defaultStopTimeoutSeconds),
    ownTimeout: timeoutSeconds === undefined,
  };
}

function wholeSeconds(seconds: number): bigint {
  if (!(seconds >= 0 && seconds <= Number.MAX_SAFE_INTEGER)) {
    throw new ConmanError('invalid-argument', `${seconds} is not a number of seconds`);
  }
  return BigInt(Math.ceil(seconds));
}
