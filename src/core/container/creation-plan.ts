import type { CreateContainerOptions } from '../api/container.ts';
import { findCommand } from '../image/command-lookup.ts';
import { hasCompatPrograms } from '../image/compat-programs.ts';
import type { ImageStore } from '../image/image-store.ts';
import { defaultPath } from '../runtime/spec.ts';
import { invalid } from './settings/invalid.ts';
import { type PlannedSettings, planSettings } from './settings/settings-plan.ts';

/** Everything about a container that its creation needs to know, checked and with the defaults filled in. */
export interface CreationPlan {
  readonly name: string;
  readonly image: string;
  readonly rootfsSource: string;
  readonly rootfsReadonly: boolean;
  readonly command: readonly string[];
  /** Programs of another word size than the machine's may run. */
  readonly compatPrograms: boolean;
  readonly stdin: boolean;
  readonly stdinOnce: boolean;
  readonly tty: boolean;
  readonly terminalSize: { readonly columns: number; readonly rows: number } | undefined;
  readonly env: readonly string[];
  readonly workdir: string;
  readonly hostname: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly settings: PlannedSettings;
}

const hostnamePattern = /^[a-zA-Z0-9]([a-zA-Z0-9.-]{0,62}[a-zA-Z0-9])?$/;
const maxTerminalSide = 65_535;

/** Says what is wrong with the request, if anything, before anything is made. */
export async function planCreation(options: CreateContainerOptions, images: ImageStore): Promise<CreationPlan> {
  expectOptions(options);
  const image = await images.resolve(options.image);
  const command = commandOf(options, image.command);
  if (command[0] === undefined) {
    throw invalid('no command is given, and a directory has no default one', 'Give one: ... NAME -- /bin/sh');
  }
  const env = options.env ?? [];
  const workdir = options.workdir ?? '/';
  const { rootfs } = image;
  const program = findCommand({ rootfs, command: command[0], path: pathOf(env), workdir });
  return {
    name: options.name,
    image: options.image,
    rootfsSource: rootfs,
    rootfsReadonly: options.rootfsReadonly ?? false,
    command,
    compatPrograms: await hasCompatPrograms(rootfs, program.hostPath),
    stdin: options.stdin ?? false,
    stdinOnce: options.stdinOnce ?? false,
    tty: options.tty ?? false,
    terminalSize: options.terminalSize,
    env,
    workdir,
    hostname: options.hostname,
    labels: options.labels ?? {},
    settings: await planSettings(options, rootfs),
  };
}

function commandOf({ entrypoint, command }: CreateContainerOptions, ofImage: readonly string[]): readonly string[] {
  if (entrypoint !== undefined) return [...entrypoint, ...command];
  return command.length > 0 ? command : ofImage;
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
