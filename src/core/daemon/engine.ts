import type { ContainerEngine } from '../api/engine.ts';
import type { Containers } from '../container/containers.ts';
import { containerFiles } from '../files/container-files.ts';
import { UnixClock } from '../host/clock.ts';
import type { ExecSessions } from '../streams/exec-sessions.ts';
import type { StreamingServer } from '../streams/remote-command/streaming-server.ts';
import { checkpointPart } from './engine/checkpoint-part.ts';
import { containerPart } from './engine/container-part.ts';
import { type DaemonParts, daemonPart } from './engine/daemon-part.ts';
import { imagePart } from './engine/image-part.ts';
import { networkPart } from './engine/network-part.ts';
import { sessionPart } from './engine/session-part.ts';
import { statsPart } from './engine/stats-part.ts';
import { systemPart } from './engine/system-part.ts';
import { volumePart } from './engine/volume-part.ts';

export interface EngineComposition {
  readonly containers: Containers;
  readonly execs: ExecSessions;
  readonly streaming: StreamingServer;
  readonly daemon: DaemonParts;
}

/** The port over the engine's parts. */
export function composeEngine({ containers, execs, streaming, daemon }: EngineComposition): ContainerEngine {
  const clock = new UnixClock();
  containers.subscribe(({ type, container }) => {
    if (type === 'removed') execs.containerRemoved(container.id);
  });
  const images = imagePart(containers);
  return {
    ...systemPart(containers, execs, clock),
    ...containerPart(containers),
    ...checkpointPart(containers),
    ...sessionPart(containers, execs, streaming, clock),
    ...images,
    ...volumePart(containers, images),
    ...networkPart(containers),
    ...containerFiles((ref) => containers.filesRoot(ref)),
    ...statsPart(containers, clock),
    ...daemonPart(containers, execs, daemon),
  };
}
