import type { ContainerEventType, EngineEvent } from '../api/event.ts';
import { containerFromWire, containerToWire } from './convert-container.ts';
import { execFromWire, execToWire } from './convert-exec.ts';
import { networkFromWire, networkToWire } from './convert-network.ts';
import type * as wire from './generated/conman.ts';

const containerEventTypes: readonly ContainerEventType[] = [
  'created',
  'started',
  'exited',
  'killed',
  'removed',
  'healthy',
  'unhealthy',
  'changed',
];
const execEventTypes = ['started', 'exited', 'removed'] as const;
const networkEventTypes = ['created', 'changed', 'removed'] as const;

export function eventToWire(event: EngineEvent): wire.Event {
  switch (event.kind) {
    case 'snapshot': {
      const value = {
        containers: event.containers.map(containerToWire),
        execs: event.execs.map(execToWire),
        networks: (event.networks ?? []).map(networkToWire),
      };
      return { at: 0n, kind: { $case: 'snapshot', value } };
    }
    case 'container': {
      const value = { type: event.type, container: containerToWire(event.container) };
      return { at: event.at, kind: { $case: 'container', value } };
    }
    case 'exec':
      return { at: event.at, kind: { $case: 'exec', value: { type: event.type, exec: execToWire(event.exec) } } };
    case 'network': {
      const value = { type: event.type, network: networkToWire(event.network) };
      return { at: event.at, kind: { $case: 'network', value } };
    }
  }
}

/** Undefined for an event of a kind that only a newer daemon knows. */
export function eventFromWire({ at, kind }: wire.Event): EngineEvent | undefined {
  switch (kind?.$case) {
    case 'snapshot': {
      const { containers, execs, networks } = kind.value;
      return {
        kind: 'snapshot',
        containers: containers.map(containerFromWire),
        execs: execs.map(execFromWire),
        networks: networks.map(networkFromWire),
      };
    }
    case 'container': {
      const { container } = kind.value;
      const type = containerEventTypes.find((known) => known === kind.value.type) ?? 'changed';
      return container && { kind: 'container', type, at, container: containerFromWire(container) };
    }
    case 'exec': {
      const { exec } = kind.value;
      const type = execEventTypes.find((known) => known === kind.value.type);
      return exec && type && { kind: 'exec', type, at, exec: execFromWire(exec) };
    }
    case 'network': {
      const { network } = kind.value;
      const type = networkEventTypes.find((known) => known === kind.value.type);
      return network && type && { kind: 'network', type, at, network: networkFromWire(network) };
    }
    default:
      return undefined;
  }
}
