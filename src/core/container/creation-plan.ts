import { posix } from 'node:path';
import type { CreateContainerOptions } from '../api/container.ts';
import type { CgroupHierarchy } from '../host/cgroups.ts';
import type { ConfinedFile } from '../host/confined-path.ts';
import { findCommand } from '../image/command-lookup.ts';
import { hasCompatPrograms } from '../image/compat-programs.ts';
import type { ImageStore, ResolvedImage } from '../image/image-store.ts';
import { lookUpUser } from '../image/user-lookup.ts';
import { withExposedPorts } from '../network/exposed-ports.ts';
import type { NetworkRequest } from '../network/network-request.ts';
import type { Networks } from '../network/networks.ts';
import { defaultPath } from '../runtime/spec.ts';
import { invalid } from './settings/invalid.ts';
import { type PlannedSettings, planSettings } from './settings/settings-plan.ts';

/** Everything about a container that its creation needs to know, checked and with the defaults filled in. */
export interface CreationPlan {
  readonly name: string;
  readonly image: string;
  /** The name or directory it is made from, for the record. */
  readonly rootfsSource: string;
  readonly resolved: ResolvedImage;
  readonly rootfsReadonly: boolean;
  /** The name of an OCI runtime; undefined: the default one. */
  readonly runtime: string | undefined;
  readonly command: readonly string[];
  readonly stdin: boolean;
  readonly stdinOnce: boolean;
  readonly tty: boolean;
  readonly terminalSize: { readonly columns: number; readonly rows: number } | undefined;
  readonly env: readonly string[];
  readonly workdir: string;
  readonly hostname: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** `USER[:GROUP]`; undefined means root. */
  readonly user: string | undefined;
  readonly groups: readonly string[];
  readonly settings: PlannedSettings;
  /** Undefined: a loopback interface and nothing else. */
  readonly network: NetworkRequest | undefined;
}

/** Who knows what may be asked for beside the container itself. */
export interface PlanningParts {
  readonly images: ImageStore;
  readonly networks: Networks;
  readonly hierarchies: readonly CgroupHierarchy[];
  /** The id that a reference to a container means. */
  readonly findContainer: (ref: string) => string;
}

const hostnamePattern = /^[a-zA-Z0-9]([a-zA-Z0-9.-]{0,62}[a-zA-Z0-9])?$/;
const maxTerminalSide = 65_535;

/** Says what is wrong with the request, if anything, before anything is made. */
export async function planCreation(
  options: CreateContainerOptions,
  { images, networks, hierarchies, findContainer }: PlanningParts,
): Promise<CreationPlan> {
  expectOptions(options);
  const resolved = await images.resolve(options.image);
  try {
    const settings = await planSettings(options, resolved.defaults, hierarchies);
    const network = await networks.plan(
      withExposedPorts(options.network, resolved.defaults.exposedPorts),
      findContainer,
    );
    expectOwnSysctls(settings, network);
    expectOwnNetwork(settings, network);
    const plan = planFrom(options, resolved, settings, network);
    // With one layer program and user can be looked for before anything is made.
    const [only, ...others] = resolved.layers;
    if (only === undefined || others.length > 0) return plan;
    findProgram(plan, only);
    await lookUpUser(only, plan.user, plan.groups);
    return plan;
  } catch (error) {
    resolved.release();
    throw error;
  }
}

/** Looks for the command in a root file system; throws when the container could not start it. */
export async function hasCompatProgram(plan: CreationPlan, rootfs: string): Promise<boolean> {
  return await hasCompatPrograms(rootfs, findProgram(plan, rootfs).hostPath);
}

function findProgram({ command, env, workdir, rootfsSource }: CreationPlan, rootfs: string): ConfinedFile {
  return findCommand({ rootfs, source: rootfsSource, command: command[0] ?? '', path: pathOf(env), workdir });
}

/** The image's values where nothing else is asked for; its entrypoint goes in front of any command. */
function planFrom(
  options: CreateContainerOptions,
  resolved: ResolvedImage,
  settings: PlannedSettings,
  network: NetworkRequest | undefined,
): CreationPlan {
  const { defaults, layers } = resolved;
  const command = commandOf(options, defaults);
  if (command[0] === undefined) {
    const hasImage = resolved.chainIds.length > 0;
    const what = hasImage ? 'the image' : 'a directory';
    throw invalid(`no command is given, and ${what} has no default one`, 'Give one: ... NAME -- /bin/sh');
  }
  return {
    name: options.name,
    image: options.image,
    resolved,
    rootfsSource: layers.length === 1 ? (layers[0] ?? '') : options.image,
    rootfsReadonly: options.rootfsReadonly ?? false,
    runtime: options.runtime,
    command,
    stdin: options.stdin ?? false,
    stdinOnce: options.stdinOnce ?? false,
    tty: options.tty ?? false,
    terminalSize: options.terminalSize,
    env: [...defaults.env.filter((pair) => pair.indexOf('=') > 0), ...(options.env ?? [])],
    workdir: options.workdir ?? posix.resolve('/', defaults.workdir),
    hostname: options.hostname,
    labels: { ...defaults.labels, ...options.labels },
    user: options.user ?? (defaults.user || undefined),
    groups: options.groups ?? [],
    settings,
    network,
  };
}

/** Those of the network belong to whose network it is. */
function expectOwnSysctls({ sysctls }: PlannedSettings, network: NetworkRequest | undefined): void {
  const shared = network?.mode === 'host' || network?.mode === 'container';
  const key = Object.keys(sysctls).find((name) => name.startsWith('net.'));
  if (!shared || key === undefined) return;
  throw invalid(`"${key}" would change the network of others: the container shares it (--network ${network.mode})`);
}

/** A network belongs to one user namespace, and only those in it come to it. */
function expectOwnNetwork({ userNamespace }: PlannedSettings, network: NetworkRequest | undefined): void {
  if (userNamespace === undefined || network?.mode !== 'container') return;
  throw invalid('a container with user ids of its own cannot share the network of another one');
}

function commandOf(
  { entrypoint, command }: CreateContainerOptions,
  defaults: ResolvedImage['defaults'],
): readonly string[] {
  if (entrypoint !== undefined) return [...entrypoint, ...command];
  return [...defaults.entrypoint, ...(command.length > 0 ? command : defaults.command)];
}

function expectOptions({ image, command, env = [], workdir, hostname, terminalSize }: CreateContainerOptions): void {
  if (image === '') throw invalid('no image is given', 'Give an image, or the absolute path of a root file system.');
  if (command[0] === '') throw invalid('the command is empty', 'Give a command after --.');
  const unusable = [image, ...command, ...env, workdir ?? ''].find((text) => text.includes('\0'));
  if (unusable !== undefined) throw invalid(`${JSON.stringify(unusable)} contains a NUL character`);
  const pair = env.find((text) => text.indexOf('=') < 1);
  if (pair !== undefined) throw invalid(`the environment variable ${JSON.stringify(pair)} is not KEY=value`);
  if (workdir !== undefined && !workdir.startsWith('/')) {
    throw invalid(`the working directory ${JSON.stringify(workdir)} is not an absolute path`);
  }
  if (hostname !== undefined && !hostnamePattern.test(hostname)) {
    throw invalid(`${JSON.stringify(hostname)} is not a host name`, 'Use up to 64 letters, digits, "-" and ".".');
  }
  if (terminalSize !== undefined && ![terminalSize.columns, terminalSize.rows].every(isTerminalSide)) {
    throw invalid(`a terminal cannot be ${terminalSize.columns} columns by ${terminalSize.rows} rows`);
  }
}

function isTerminalSide(cells: number): boolean {
  return Number.isInteger(cells) && cells >= 1 && cells <= maxTerminalSide;
}

function pathOf(env: readonly string[]): string {
  return env.findLast((pair) => pair.startsWith('PATH='))?.slice('PATH='.length) ?? defaultPath;
}
