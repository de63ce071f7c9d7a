import { posix } from 'node:path';
import type { ContainerMount } from '../../api/settings.ts';
import { ConmanError } from '../../errors/index.ts';
import { pathKind } from '../../host/files.ts';
import type { SpecMount } from '../../runtime/spec-mounts.ts';
import { expectVolumeName } from '../../volume/volume-record.ts';
import { invalid } from './invalid.ts';

const propagations = ['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave'];
/** Of tmpfs(5) and mount(8), as far as they are a container's business. */
const tmpfsOption =
  /^(?:size=\d+[kmg]?%?|nr_inodes=\d+[kmg]?|mode=[0-7]{1,4}|[ug]id=\d{1,10}|ro|rw|(?:no)?(?:exec|suid|dev|atime))$/i;

/** A volume to be mounted, which may have to be made first. */
export interface PlannedVolume {
  /** Undefined: an anonymous one. */
  readonly name: string | undefined;
  readonly target: string;
  /** Of the mount. */
  readonly options: readonly string[];
  /** An empty one gets what the image has there. */
  readonly copy: boolean;
}

export interface PlannedMounts {
  readonly mounts: readonly SpecMount[];
  readonly volumes: readonly PlannedVolume[];
}

/** `imageVolumes` are the places for which the image wants one; what is asked for there counts more. */
export async function planMounts(
  mounts: readonly ContainerMount[],
  imageVolumes: readonly string[],
): Promise<PlannedMounts> {
  const others = await Promise.all(mounts.filter((mount) => mount.kind !== 'volume').map(planMount));
  const asked = mounts.filter((mount) => mount.kind === 'volume').map(planVolume);
  const targets = [...others.map(({ destination }) => destination), ...asked.map(({ target }) => target)];
  const twice = targets.find((target, index) => targets.indexOf(target) !== index);
  if (twice !== undefined) throw invalid(`two mounts have the same place in the container: ${twice}`);
  const further = imageVolumes
    .map((target) => posix.resolve('/', target))
    .filter((target) => !targets.includes(target));
  const anonymous = [...new Set(further)].map((target) => planVolume({ kind: 'volume', target }));
  return { mounts: others, volumes: [...asked, ...anonymous] };
}

function planVolume(mount: ContainerMount & { readonly kind: 'volume' }): PlannedVolume {
  const { source, target, noCopy = false } = mount;
  if (source !== undefined) expectVolumeName(source);
  return { name: source, target: expectTarget(target), options: bindOptions(mount), copy: !noCopy };
}

/** Mounts that show what is mounted later need a root that lets it through. */
export function rootfsPropagation(mounts: readonly ContainerMount[]): string | undefined {
  const wanted = mounts.map((mount) => (mount.kind === 'tmpfs' ? undefined : mount.propagation));
  if (wanted.some((propagation) => propagation?.endsWith('shared'))) return 'rshared';
  return wanted.some((propagation) => propagation?.endsWith('slave')) ? 'rslave' : undefined;
}

async function planMount(mount: Exclude<ContainerMount, { kind: 'volume' }>): Promise<SpecMount> {
  const destination = expectTarget(mount.target);
  if (mount.kind === 'tmpfs') return { destination, type: 'tmpfs', source: 'tmpfs', options: tmpfsOptions(mount) };
  const { source } = mount;
  const options = bindOptions(mount);
  if (!source.startsWith('/') || source.includes('\0')) {
    throw invalid(
      `the mount source ${JSON.stringify(source)} is not an absolute path`,
      'Give the path of a file or directory of the host.',
    );
  }
  if ((await pathKind(source)) === 'missing') {
    throw new ConmanError('not-found', `the mount source ${source} does not exist`, { hint: `mkdir -p ${source}` });
  }
  return { destination, type: 'bind', source, options };
}

function bindOptions({
  readonly = false,
  propagation = 'rprivate',
}: Exclude<ContainerMount, { kind: 'tmpfs' }>): string[] {
  if (!propagations.includes(propagation)) {
    throw invalid(`there is no mount propagation ${JSON.stringify(propagation)}`, `Use ${propagations.join(', ')}.`);
  }
  return ['rbind', propagation, readonly ? 'ro' : 'rw'];
}

function expectTarget(target: string): string {
  const path = posix.normalize(target).replace(/(?<=.)\/$/, '');
  if (target.startsWith('/') && path !== '/' && !target.includes('\0')) return path;
  throw invalid(
    `${JSON.stringify(target)} is no place for a mount`,
    'Give an absolute path in the container, other than /.',
  );
}

/** What is in a tmpfs came from nowhere, so nobody expects programs or devices there. What is asked for counts more. */
function tmpfsOptions({ options = [] }: { readonly options?: readonly string[] | undefined }): string[] {
  const unknown = options.find((option) => !tmpfsOption.test(option));
  if (unknown !== undefined) {
    throw invalid(
      `${JSON.stringify(unknown)} is no option of a tmpfs`,
      'Use such as size=64m, mode=1777, uid=33, exec, ro.',
    );
  }
  return ['nosuid', 'nodev', 'noexec', ...options];
}
