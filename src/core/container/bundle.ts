import { copyDirectoryFacts, makeDirectory, pathKind, readText, writeText } from '../host/files.ts';
import { oomScoreAdj, openFilesLimit } from '../host/process-limits.ts';
import type { SeccompFilter } from '../runtime/seccomp.ts';
import { ociSpec } from '../runtime/spec.ts';
import type { CreationPlan } from './creation-plan.ts';
import type { ContainerPaths } from './paths.ts';

/** Enough for servers; programs that close every descriptor they could have suffer from more. */
const maxOpenFiles = 65_536;
const defaultSoftOpenFiles = 1024;

/** Makes the directories of a container. The first one is its own, by which a restarted conmand finds the others. */
export async function makeContainerDirectories(paths: ContainerPaths, rootfsSource: string): Promise<void> {
  await makeDirectory(paths.directory);
  const directories = [paths.bundle, paths.etc, paths.rootfs, paths.upper, paths.work, paths.runDirectory];
  await Promise.all(directories.map((path) => makeDirectory(path)));
  // The root of an overlay has the owner and mode of its upper directory.
  await copyDirectoryFacts(rootfsSource, paths.upper);
}

/** Writes config.json, and the files of /etc that say who the container is and where it asks for names. */
export async function writeBundle(
  id: string,
  paths: ContainerPaths,
  plan: CreationPlan,
  seccomp: SeccompFilter,
): Promise<void> {
  const hostname = plan.hostname ?? id.slice(0, 12);
  const etcFiles = {
    '/etc/hosts': `${paths.etc}/hosts`,
    '/etc/hostname': `${paths.etc}/hostname`,
    '/etc/resolv.conf': `${paths.etc}/resolv.conf`,
  };
  const spec = ociSpec({
    rootfs: paths.rootfs,
    rootfsReadonly: plan.rootfsReadonly,
    command: plan.command,
    env: plan.env,
    workdir: plan.workdir,
    hostname,
    tty: plan.tty,
    terminalSize: plan.terminalSize,
    cgroupsPath: paths.cgroup,
    etcFiles,
    seccomp,
    cgroupNamespace: (await pathKind('/proc/self/ns/cgroup')) !== 'missing',
    openFilesLimit: containerOpenFiles(),
    oomScoreAdj: Math.max(0, oomScoreAdj()),
    annotations: { 'conman.id': id, 'conman.name': plan.name },
  });
  const resolvConf = (await readText('/etc/resolv.conf')) ?? '';
  await Promise.all([
    writeText(paths.spec, JSON.stringify(spec)),
    writeText(etcFiles['/etc/hosts'], hostsFile(hostname), 0o644),
    writeText(etcFiles['/etc/hostname'], `${hostname}\n`, 0o644),
    writeText(etcFiles['/etc/resolv.conf'], resolvConf, 0o644),
  ]);
}

function hostsFile(hostname: string): string {
  return `127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n127.0.1.1\t${hostname}\n`;
}

function containerOpenFiles(): { soft: number; hard: number } {
  // Without CAP_SYS_RESOURCE a limit cannot be raised above one's own.
  const hard = Math.min(maxOpenFiles, openFilesLimit().hard);
  return { soft: Math.min(defaultSoftOpenFiles, hard), hard };
}
