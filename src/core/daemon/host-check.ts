import { ConmanError } from '../errors/index.ts';
import { makeDirectory } from '../host/directories.ts';
import { lockDirectory } from '../host/directory-lock.ts';
import { isExecutable } from '../host/files.ts';
import { Runtime } from '../runtime/runc.ts';
import type { DaemonOptions } from './options.ts';

/** What has to be there before anything is begun. */
export async function checkHost({ engine }: DaemonOptions): Promise<void> {
  if (process.getuid?.() !== 0) {
    throw new ConmanError('permission-denied', 'conmand has to run as root', { hint: 'Use sudo conmand.' });
  }
  if (!(await isExecutable(engine.shimPath))) {
    throw new ConmanError('failed-precondition', `there is no conman-shim at ${engine.shimPath}`, {
      hint: 'Build it with scripts/build, or name it with --shim-path.',
    });
  }
  if (engine.exitHook !== undefined && !(await isExecutable(engine.exitHook))) {
    throw new ConmanError('failed-precondition', `there is no program at ${engine.exitHook}`, {
      hint: 'Make it executable (chmod +x), or start conmand without --exit-hook.',
    });
  }
  await new Runtime(engine.runtimePath, engine.runtimeRoot).check();
  const runtimeRoots = (engine.runtimes ?? []).map(({ root }) => root);
  for (const directory of [engine.libRoot, engine.runRoot, engine.containerLogs, engine.runtimeRoot, ...runtimeRoots]) {
    await makeDirectory(directory, 0o700);
  }
}

/** What another conmand found in one of them it would take for what a crash left behind, and remove. */
export function lockRoots({ engine: { libRoot, runRoot, runtimeRoot, runtimes = [] } }: DaemonOptions): Disposable {
  const locks = new DisposableStack();
  try {
    for (const root of new Set([libRoot, runRoot, runtimeRoot, ...runtimes.map(({ root }) => root)]))
      locks.use(lockDirectory(root));
    return locks;
  } catch (error) {
    locks.dispose();
    throw error;
  }
}
