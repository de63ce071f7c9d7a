import { ConmanError } from '../errors/index.ts';
import { DirectProcesses } from '../host/direct-process.ts';
import { plainEnvironment } from '../host/process.ts';

const timeoutMs = 30_000;

/** Makes network namespaces. In a program of its own, because unshare(2) would move one of conmand's threads. */
export class NetworkNamespaces {
  readonly #shimPath: string;
  readonly #processes = new DirectProcesses();

  constructor(shimPath: string) {
    this.#shimPath = shimPath;
  }

  /**
   * One that lives as long as the mount at `path`, prepared as netns.h of the shim says. It belongs to the user namespace
   * that is pinned at `owner`, or to the host's.
   */
  async pinNew(path: string, owner?: string): Promise<void> {
    const args = ['--netns', path, ...(owner === undefined ? [] : [owner])];
    const { exitCode, stderr } = await this.#processes.run(this.#shimPath, args, {
      timeoutMs,
      env: plainEnvironment,
      ignoreStdout: true,
    });
    if (exitCode === 0) return;
    const reason = stderr.trim().split('\n').at(-1) || 'conman-shim said no reason';
    throw new ConmanError('internal', `a network namespace was not made: ${reason}`, { details: stderr || undefined });
  }
}
