import { join, resolve } from 'node:path';
import { ConmanError } from '../errors/index.ts';
import { defaultRuntimeName, type NamedRuntime } from '../runtime/runtimes.ts';

const pattern = /^(?<name>[a-zA-Z0-9][a-zA-Z0-9_.-]*)=(?<path>[^,]+)(?:,root=(?<root>[^,]+))?$/;

/** What the runtimes named on the command line stand beside. */
export interface DefaultRuntime {
  readonly runtimePath: string;
  readonly runtimeRoot: string;
  readonly runRoot: string;
}

/** `NAME=PATH[,root=DIR]`, each; without a directory its state is in `runtimes/NAME` below the run root. */
export function parseRuntimes(texts: readonly string[], beside: DefaultRuntime): NamedRuntime[] {
  const names = new Set([defaultRuntimeName(beside.runtimePath)]);
  const roots = new Set([beside.runtimeRoot]);
  return texts.map((text) => {
    const { name, path, root } = pattern.exec(text)?.groups ?? {};
    if (name === undefined || path === undefined) {
      throw invalid(`--runtime takes NAME=PATH or NAME=PATH,root=DIR, not '${text}'`);
    }
    const runtime = { name, path: resolve(path), root: resolve(root ?? join(beside.runRoot, 'runtimes', name)) };
    if (names.has(name)) throw invalid(`there are two OCI runtimes named '${name}'`);
    if (roots.has(runtime.root)) throw invalid(`two OCI runtimes cannot both keep their state in ${runtime.root}`);
    names.add(name);
    roots.add(runtime.root);
    return runtime;
  });
}

function invalid(message: string): ConmanError {
  return new ConmanError('invalid-argument', message, { hint: 'See conmand --help.' });
}
