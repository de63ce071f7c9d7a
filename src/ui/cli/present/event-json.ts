import type { EngineEvent } from '../../../core/api/index.ts';
import { eventContainerJson, execJson } from './contract-json.ts';
import { networkJson } from './network-json.ts';

/** An event as one JSON object: the wire's Event, by the rules of the contract's mapping. */
export function eventJson(event: EngineEvent) {
  switch (event.kind) {
    case 'snapshot':
      return {
        snapshot: {
          containers: event.containers.map(eventContainerJson),
          execs: event.execs.map(execJson),
          networks: (event.networks ?? []).map(networkJson),
        },
      };
    case 'container':
      return { at: String(event.at), container: { type: event.type, container: eventContainerJson(event.container) } };
    case 'exec':
      return { at: String(event.at), exec: { type: event.type, exec: execJson(event.exec) } };
    case 'network':
      return { at: String(event.at), network: { type: event.type, network: networkJson(event.network) } };
  }
}
