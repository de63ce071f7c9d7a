import { existsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { loadKoffi } from './koffi.ts';

/** The variable in which a process tells what it becomes of a listening socket. */
const listenVariable = 'CONMAN_LISTEN_FD';

/**
 * Becomes another program: same process id, working directory and standard streams. Every other descriptor closes but
 * `listeningFd`, which the program is told of. Nothing after this runs.
 */
export function becomeProgram(file: string, args: readonly string[], listeningFd: number): never {
  const env = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  process.execve?.(file, [file, ...args], { ...Object.fromEntries(env), [listenVariable]: String(listeningFd) });
  throw new Error('execve(2) returned');
}

/** The listening socket that the process before handed over; undefined when there was none. Told once. */
export function takeListeningFd(): number | undefined {
  const { [listenVariable]: text } = process.env;
  delete process.env[listenVariable];
  return text !== undefined && /^\d{1,6}$/.test(text) && existsSync(`/proc/self/fd/${text}`) ? Number(text) : undefined;
}

/**
 * Ends this process at once by _exit(2). process.exit() waits for V8's compiling threads, which may in their turn wait for
 * a collection of garbage that only this thread could do (nodejs/node#54918): with a small heap, one end in fifteen
 * never came.
 */
export function endProcess(status: number): never {
  flushCompileCache();
  loadKoffi().load(null).func('void _exit(int)')(status);
  throw new Error('_exit(2) returned');
}
