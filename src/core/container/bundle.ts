import { copyDirectoryFacts, makeDirectory } from '../host/directories.ts';
import { writeText } from '../host/files.ts';
import type { IdMaps } from '../host/id-maps.ts';
import { joinAll } from '../host/join-all.ts';
import { hasNamespace, oomScoreAdj, openFilesLimit } from '../host/own-process.ts';
import type { UserIdentity } from '../image/user-lookup.ts';
import { criuConfigurationAnnotation } from '../runtime/criu.ts';
import type { SeccompFilter } from '../runtime/seccomp.ts';
import { type NetworkNamespace, ociSpec } from '../runtime/spec.ts';
import { specJson } from '../runtime/spec-json.ts';
import type { CreationPlan } from './creation-plan.ts';
import { etcFiles } from './etc-files.ts';
import type { ContainerPaths } from './paths.ts';
import { mappedEtc } from './user-namespaces/mapped-container.ts';

/** Enough for servers; programs that close every descriptor they could have suffer from more. */
const maxOpenFiles = 65_536;
const defaultSoftOpenFiles = 1024;

/** Makes the directories of a container. The first one is its own, by which a restarted conmand finds the others. */
export async function makeContainerDirectories(
  paths: ContainerPaths,
  rootfsSource: string,
  maps: IdMaps | undefined,
): Promise<void> {
  await makeDirectory(paths.directory);
  const directories = [paths.bundle, paths.etc, paths.rootfs, paths.upper, paths.work, paths.runDirectory];
  await joinAll(directories.map((path) => makeDirectory(path)));
  // The root of an overlay has the owner and mode of its upper directory.
  await copyDirectoryFacts(rootfsSource, paths.upper, maps);
}

export function hostnameOf(id: string, { hostname }: CreationPlan): string {
  return hostname ?? id.slice(0, 12);
}

/** What config.json says beside the plan. */
export interface BundleFacts {
  readonly user: UserIdentity;
  readonly seccomp: SeccompFilter | undefined;
  /** Of our init, on the host. */
  readonly initProgram: string;
  readonly networkNamespace: NetworkNamespace;
  /** Undefined: its ids are those of the host. */
  readonly idMaps: IdMaps | undefined;
}

/** Writes config.json. */
export async function writeBundle(
  id: string,
  paths: ContainerPaths,
  plan: CreationPlan,
  { user, seccomp, networkNamespace, initProgram, idMaps }: BundleFacts,
): Promise<void> {
  const spec = ociSpec({
    rootfs: paths.rootfs,
    rootfsReadonly: plan.rootfsReadonly,
    command: plan.command,
    env: plan.env,
    user,
    workdir: plan.workdir,
    hostname: hostnameOf(id, plan),
    networkNamespace,
    tty: plan.tty,
    terminalSize: plan.terminalSize,
    cgroupsPath: paths.cgroup,
    etcFiles: etcFiles(idMaps === undefined ? paths.etc : mappedEtc(paths)),
    initProgram,
    seccomp,
    cgroupNamespace: hasNamespace('cgroup'),
    openFilesLimit: containerOpenFiles(),
    oomScoreAdj: Math.max(0, oomScoreAdj()),
    settings: plan.settings,
    userNamespace: idMaps && { ...idMaps, path: paths.userNamespace },
    annotations: { 'conman.id': id, [criuConfigurationAnnotation]: paths.criuConfiguration },
  });
  await writeText(paths.spec, specJson(spec));
}

function containerOpenFiles(): { soft: number; hard: number } {
  // Without CAP_SYS_RESOURCE a limit cannot be raised above one's own.
  const hard = Math.min(maxOpenFiles, openFilesLimit().hard);
  return { soft: Math.min(defaultSoftOpenFiles, hard), hard };
}
