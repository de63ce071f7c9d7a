import { join } from 'node:path';
import * as z from 'zod';
import { ConmanError, type ErrorCode } from '../../errors/index.ts';
import { isExecutable } from '../../host/files.ts';
import { Gate } from '../../host/gate.ts';
import { GroupedProcesses } from '../../host/grouped-process.ts';
import { pluginErrorSchema } from './result.ts';

export type CniVerb = 'ADD' | 'CHECK' | 'DEL' | 'GC' | 'STATUS' | 'VERSION';

/** A result of a plugin is a few kilobytes. */
const maxOutputBytes = 256 * 1024;

/** Fifty containers that start together must not become fifty plugins that wait for the same locks. */
const maxConcurrent = 8;

/** Codes with a meaning of their own (CNI 1.1, "Error"); all others are the plugin's own. */
const codes: Readonly<Record<number, ErrorCode>> = { 11: 'unavailable', 50: 'unavailable', 51: 'unavailable' };

export interface PluginCall {
  readonly type: string;
  readonly verb: CniVerb;
  readonly config: object;
  /** CNI_CONTAINERID and the like. */
  readonly env: Readonly<Record<string, string>>;
}

/** Finds CNI plugins in their directories and runs them. Nothing they do or say can do more than fail the call. */
export class PluginRunner {
  readonly directories: readonly string[];
  readonly #timeoutMs: number;
  readonly #gate = new Gate(maxConcurrent);
  readonly #processes = new GroupedProcesses();

  constructor(directories: readonly string[], timeoutMs: number) {
    this.directories = directories;
    this.#timeoutMs = timeoutMs;
  }

  /** Fails with `failed-precondition`, naming the package, when there is no such plugin. */
  async find(type: string): Promise<string> {
    for (const directory of this.directories) {
      const path = join(directory, type);
      if (await isExecutable(path)) return path;
    }
    throw new ConmanError(
      'failed-precondition',
      `there is no CNI plugin "${type}" in ${this.directories.join(' or ') || 'any directory'}`,
      {
        hint: 'Install the plugins (apt-get install containernetworking-plugins), name their directory with `conmand --cni-bin-dir`, or do without (--network none).',
      },
    );
  }

  /** What the plugin answers, parsed; undefined when it says nothing. */
  async run<T>({ type, verb, config, env }: PluginCall, schema: z.ZodType<T>): Promise<T | undefined> {
    const file = await this.find(type);
    const result = await this.#gate.run(() =>
      this.#processes.run(file, {
        timeoutMs: this.#timeoutMs,
        maxOutputBytes,
        input: JSON.stringify(config),
        env: { ...env, CNI_COMMAND: verb, CNI_PATH: this.directories.join(':') },
      }),
    );
    const plugin = `the CNI plugin "${type}"`;
    if (result.timedOut) {
      throw new ConmanError('deadline-exceeded', `${plugin} did not end its ${verb} in ${this.#timeoutMs / 1000} s`, {
        details: result.stderr || undefined,
      });
    }
    if (result.overflowed) {
      throw new ConmanError('internal', `${plugin} wrote more than ${maxOutputBytes / 1024} kB at ${verb}`, {
        details: result.stdout.slice(0, 2000),
      });
    }
    if (result.exitCode !== 0) throw refusal(plugin, verb, result);
    if (result.stdout.trim() === '') return undefined;
    const answer = schema.safeParse(parseJson(result.stdout));
    if (answer.success) return answer.data;
    throw new ConmanError('internal', `${plugin} answered its ${verb} with what is no CNI result`, {
      cause: answer.error,
      details: result.stdout.slice(0, 2000),
    });
  }
}

function refusal(
  plugin: string,
  verb: CniVerb,
  {
    exitCode,
    stdout,
    stderr,
  }: { readonly exitCode: number | undefined; readonly stdout: string; readonly stderr: string },
): ConmanError {
  const said = pluginErrorSchema.safeParse(parseJson(stdout));
  if (!said.success) {
    const how = exitCode === undefined ? 'was ended by a signal' : `exited with code ${exitCode}`;
    const reason = stderr.trim().split('\n').at(-1)?.slice(0, 500) || 'it said no reason';
    return new ConmanError('internal', `${plugin} failed at ${verb}: it ${how}: ${reason}`, {
      details: `${stdout.slice(0, 2000)}${stderr.slice(0, 2000)}` || undefined,
    });
  }
  const { code, msg, details } = said.data;
  const reason = [msg, details].filter((part) => part).join(': ');
  return new ConmanError(codes[code] ?? 'failed-precondition', `${plugin} refused ${verb}: ${oneLine(reason)}`, {
    details: stderr || undefined,
  });
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ').slice(0, 1000);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** For verbs whose answer nobody needs. */
export const anything = z.unknown();
