import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Syscalls } from '../../src/core/host/syscalls.ts';

/** A container's life by runc's own command line: what conmand is measured against. */
export class RawRunc {
  readonly #bundle: string;
  readonly #root: string;
  readonly #syscalls = new Syscalls();
  #count = 0;

  /** `spec` is a config.json; its container's cgroup gets a neighbour. */
  constructor(directory: string, spec: Spec) {
    this.#bundle = directory;
    this.#root = join(directory, 'state');
    mkdirSync(directory);
    const cgroupsPath = join(dirname(spec.linux.cgroupsPath), `raw-${process.pid}`);
    const config = { ...spec, linux: { ...spec.linux, cgroupsPath } };
    writeFileSync(join(directory, 'config.json'), JSON.stringify(config));
  }

  async life(): Promise<void> {
    const id = `raw-${process.pid}-${this.#count++}`;
    const pidFile = join(this.#bundle, 'pid');
    await this.#run('create', '--bundle', this.#bundle, '--pid-file', pidFile, id);
    const end = Promise.withResolvers<void>();
    this.#syscalls.watchProcessEnd(Number(readFileSync(pidFile, 'utf8')), end.resolve);
    await this.#run('start', id);
    await end.promise;
    await this.#run('delete', id);
  }

  async #run(...args: readonly string[]): Promise<void> {
    await run('runc', ['--root', this.#root, ...args]);
  }
}

/** The part of a config.json that is changed here. */
export interface Spec {
  readonly linux: { readonly cgroupsPath: string };
}

export async function run(file: string, args: readonly string[]): Promise<void> {
  const child = spawn(file, args, { stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}`);
}
