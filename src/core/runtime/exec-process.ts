import * as z from 'zod';
import { ConmanError } from '../errors/index.ts';
import type { Runtime } from './runc.ts';
import { defaultPath } from './spec.ts';
import { parseSpecJson, specJson } from './spec-json.ts';

export interface ExecUser {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  readonly home: string;
}

export interface ExecProcess {
  readonly command: readonly [string, ...string[]];
  readonly tty: boolean;
  /** `KEY=value` pairs added to the container's environment. */
  readonly env: readonly string[];
  /** Its programs are found after the container's own. */
  readonly hasToolbox?: boolean;
  readonly workdir: string | undefined;
  /** Undefined: the container's own. */
  readonly user: ExecUser | undefined;
}

/** A program of the host that a process in a container is run from. */
export interface ExecToolbox {
  readonly shimPath: string;
  /** A static program. */
  readonly file: string;
}

/** Where the process has the program: in a directory that it got as a descriptor, see toolbox.h. */
const toolboxDirectory = '/proc/self/fd/3';
const toolName = 'busybox';

/** The same command, run by the busybox of the toolbox. */
export function toolboxCommand(command: readonly string[]): readonly [string, ...string[]] {
  return [`${toolboxDirectory}/${toolName}`, ...command];
}

export interface ExecFiles {
  /** Holds what `execProcessJson` gives. */
  readonly processFile: string;
  /** Where the runtime writes the process's pid. */
  readonly pidFile: string;
  /** Where the runtime writes why it failed, as JSON lines; by that its failure differs from the command's. */
  readonly logFile: string;
}

const specSchema = z.looseObject({ process: z.looseObject({ env: z.array(z.string()), cwd: z.string() }) });

/** What `execProcessJson` gives, as far as others read it. */
export const execProcessSchema = z.object({
  args: z.tuple([z.string()], z.string()),
  env: z.array(z.string()),
  cwd: z.string(),
});

/** The command line that runs a process in a container. What it runs is in a file: everybody may read command lines. */
export function execArgv(
  runtime: Runtime,
  containerId: string,
  { processFile, pidFile, logFile }: ExecFiles,
  toolbox?: ExecToolbox,
): readonly [file: string, args: string[]] {
  const options = ['--process', processFile, '--pid-file', pidFile, ...(toolbox ? ['--preserve-fds', '1'] : [])];
  const args = [...runtime.globalArguments, '--log', logFile, 'exec', ...options, containerId];
  if (toolbox === undefined) return [runtime.path, args];
  return [toolbox.shimPath, ['--toolbox', toolName, toolbox.file, runtime.path, ...args]];
}

/**
 * `process` of the runtime-spec for a further process of a container: capabilities, limits and the rest are those of its
 * config.json, whose text is given.
 */
export function execProcessJson(configJson: string, exec: ExecProcess): string {
  const { process } = parseSpec(configJson);
  const { command, tty, workdir = process.cwd, user } = exec;
  return specJson({
    ...process,
    args: command,
    terminal: tty,
    cwd: workdir,
    env: environment(process.env, exec),
    ...(user !== undefined && { user: { uid: user.uid, gid: user.gid, additionalGids: user.groups } }),
  });
}

/** The last of several values for a key counts. */
function environment(own: readonly string[], { env, tty, user, hasToolbox }: ExecProcess): string[] {
  const home = user === undefined ? [] : [`HOME=${user.home}`];
  const pairs = [...own, ...home, ...(tty ? ['TERM=xterm-256color'] : []), ...env];
  const values = new Map(pairs.map((pair) => [pair.split('=', 1)[0] ?? '', pair]));
  if (hasToolbox) values.set('PATH', `${values.get('PATH') ?? `PATH=${defaultPath}`}:${toolboxDirectory}`);
  return [...values.values()];
}

function parseSpec(text: string): z.infer<typeof specSchema> {
  try {
    return specSchema.parse(parseSpecJson(text));
  } catch (cause) {
    throw new ConmanError('data-loss', 'the config.json of the container is damaged', {
      cause,
      hint: 'Remove the container and create it again.',
    });
  }
}
