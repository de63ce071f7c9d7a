import { basename } from 'node:path';
import { ConmanError } from '../errors/index.ts';
import { Runtime } from './runc.ts';

export interface NamedRuntime {
  readonly name: string;
  /** The program. */
  readonly path: string;
  /** The directory of its state, which no other runtime has. */
  readonly root: string;
}

/** The one that is not named goes by the name of its program. */
export function defaultRuntimeName(path: string): string {
  return basename(path);
}

/** The OCI runtimes that conmand was told of. The first is that of containers that name none. */
export class Runtimes {
  readonly #first: NamedRuntime;
  readonly #runtimes: ReadonlyMap<string, Runtime>;

  constructor(first: NamedRuntime, others: readonly NamedRuntime[]) {
    this.#first = first;
    this.#runtimes = new Map([first, ...others].map(({ name, path, root }) => [name, new Runtime(path, root)]));
  }

  get defaultName(): string {
    return this.#first.name;
  }

  /** By their names, the default one first. */
  get all(): ReadonlyMap<string, Runtime> {
    return this.#runtimes;
  }

  /** Undefined when conmand was not told of it. No name means the default one. */
  find(name: string | undefined): Runtime | undefined {
    return this.#runtimes.get(name ?? this.#first.name);
  }

  /** Undefined when conmand was not told of it, or its program is gone: then only the kernel can be asked. */
  async usable(name: string | undefined): Promise<Runtime | undefined> {
    const runtime = this.find(name);
    return (await runtime?.isThere()) ? runtime : undefined;
  }

  /** Throws `failed-precondition` when conmand was not told of it. */
  named(name: string | undefined): Runtime {
    const runtime = this.find(name);
    if (runtime !== undefined) return runtime;
    const known = [...this.#runtimes.keys()].join(', ');
    throw new ConmanError('failed-precondition', `there is no OCI runtime named ${JSON.stringify(name)}`, {
      hint: `conmand knows ${known}. Others are named when it starts: conmand --runtime NAME=/PATH/TO/RUNTIME`,
    });
  }

  /** Why a container of this runtime cannot be started; undefined when conmand was told of it. */
  problem(name: string | undefined): string | undefined {
    if (this.find(name) !== undefined) return undefined;
    return `Its OCI runtime ${name} is not configured: it can be stopped and removed, but neither started nor entered (conmand --runtime ${name}=/PATH).`;
  }
}
