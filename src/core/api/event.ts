import type { ContainerSummary } from './container.ts';
import type { ExecSession } from './exec.ts';
import type { NetworkSummary } from './network.ts';

/** What happened to a container. `changed` covers what has no verb of its own, such as lost log output. */
export type ContainerEventType =
  | 'created'
  | 'started'
  | 'exited'
  | 'killed'
  | 'removed'
  | 'healthy'
  | 'unhealthy'
  | 'changed';

export type EngineEvent =
  /** First message of every subscription: the whole truth at that moment, so that nothing falls between list and watch. */
  | {
      readonly kind: 'snapshot';
      readonly containers: readonly ContainerSummary[];
      readonly execs: readonly ExecSession[];
      /** Absent: from a daemon that knows nothing of networks. */
      readonly networks?: readonly NetworkSummary[];
    }
  | {
      readonly kind: 'container';
      readonly type: ContainerEventType;
      /** Unix time in ns. */
      readonly at: bigint;
      /** State after the event; for `removed`, the last one known. */
      readonly container: ContainerSummary;
    }
  | {
      readonly kind: 'exec';
      readonly type: 'started' | 'exited' | 'removed';
      readonly at: bigint;
      readonly exec: ExecSession;
    }
  | {
      readonly kind: 'network';
      /** `changed`: a container came or left. */
      readonly type: 'created' | 'changed' | 'removed';
      readonly at: bigint;
      readonly network: NetworkSummary;
    };
