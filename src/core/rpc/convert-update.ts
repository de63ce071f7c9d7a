import type { UpdateContainerOptions } from '../api/update.ts';
import { limitsFromWire, limitsToWire, restartFromWire, restartToWire } from './convert-settings.ts';
import type * as wire from './generated/conman.ts';

export function updateToWire(ref: string, options: UpdateContainerOptions): wire.UpdateContainerRequest {
  const { limits, restart, labels = {}, removeLabels = [] } = options;
  return {
    containerId: ref,
    limits: limits && limitsToWire(limits),
    restart: restart && restartToWire(restart),
    labels: { ...labels },
    removeLabels,
  };
}

export function updateFromWire(request: wire.UpdateContainerRequest): UpdateContainerOptions {
  const { limits, restart, labels, removeLabels } = request;
  return {
    labels,
    removeLabels,
    ...(limits !== undefined && { limits: limitsFromWire(limits) }),
    ...(restart !== undefined && { restart: restartFromWire(restart) }),
  };
}
