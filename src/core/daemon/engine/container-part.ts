import type { ContainerOperations } from '../../api/container-operations.ts';
import type { Containers } from '../../container/containers.ts';

export function containerPart(containers: Containers): ContainerOperations {
  return {
    listContainers: async () => containers.list(),
    containerStatus: async (ref) => containers.status(ref),
    inspectContainer: (ref) => containers.inspect(ref),
    createContainer: (options) => containers.create(options),
    startContainer: (ref, options) => containers.start(ref, options),
    stopContainer: (ref, options) => containers.stop(ref, options),
    restartContainer: (ref, options) => containers.restart(ref, options),
    killContainer: (ref, signal) => containers.kill(ref, signal),
    pauseContainer: (ref) => containers.pause(ref),
    resumeContainer: (ref) => containers.resume(ref),
    renameContainer: (ref, name) => containers.rename(ref, name),
    updateContainer: (ref, options) => containers.update(ref, options),
    waitContainer: (ref, abort) => containers.waitForExit(ref, abort),
    listProcesses: (ref) => containers.processes(ref),
    removeContainer: (ref, options) => containers.remove(ref, options),
  };
}
