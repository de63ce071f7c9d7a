import { ConmanError } from '../errors/index.ts';
import type { IdMaps } from '../host/id-maps.ts';
import { identifyProcess, readBootId } from '../host/process-identity.ts';
import { findShim } from '../runtime/shim.ts';
import { Document } from '../store/document.ts';
import type { RecordDocument } from './container.ts';
import type { CreationPlan } from './creation-plan.ts';
import type { ContainerPaths } from './paths.ts';
import { type ContainerRecord, recordDocument } from './record.ts';

/** Writes down what was asked for and who runs it. From then on the container exists. */
export async function writeRecord(
  id: string,
  createdAt: bigint,
  paths: ContainerPaths,
  plan: CreationPlan,
  pid: number,
  volumes: readonly { readonly name: string; readonly target: string }[],
  maps: IdMaps | undefined,
): Promise<RecordDocument> {
  const { name, image, rootfsSource, rootfsReadonly, stdin, stdinOnce, tty, labels, resolved } = plan;
  const { stopSignal, stopTimeoutSeconds, autoRemove, restart, logLimits, runTimeoutSeconds, health } = plan.settings;
  return await Document.create(paths.record, recordDocument, {
    version: 1,
    id,
    name,
    createdAt: createdAt.toString(),
    image,
    rootfsSource,
    rootfsReadonly,
    ...(plan.runtime !== undefined && { runtime: plan.runtime }),
    command: [...plan.command],
    stdin,
    stdinOnce,
    tty,
    labels: { ...labels },
    stopSignal,
    stopTimeoutSeconds,
    restart,
    logLimits,
    runTimeoutSeconds,
    ...(health !== undefined && { health: { ...health, command: [...health.command] } }),
    ...(maps && { userNamespace: { uids: [...maps.uids], gids: [...maps.gids] } }),
    ...(autoRemove && { autoRemove }),
    ...(volumes.length > 0 && { volumes: [...volumes] }),
    network: plan.network,
    ...(resolved.chainIds.length > 0 && { layers: [...resolved.chainIds] }),
    ...seenProcesses(id, pid, paths),
  });
}

/** Who a shim that has just reported init's pid is, and who init is. One that runs already may have ended already. */
export function seenProcesses(
  id: string,
  pid: number,
  { shimPidFile }: ContainerPaths,
  runs = false,
): Pick<ContainerRecord, 'init' | 'shim'> {
  const ended = { pid, startTime: '0', bootId: readBootId() };
  const init = identifyProcess(pid) ?? (runs ? ended : undefined);
  if (init === undefined) {
    throw new ConmanError('aborted', `the container's init process ${pid} was killed before it could be started`);
  }
  return { init, shim: findShim(id, shimPidFile) };
}
