import { join } from 'node:path';
import { type SeccompFilter, SeccompProfile } from '../runtime/seccomp.ts';
import type { CreationPlan } from './creation-plan.ts';

/** Which filter a container's system calls pass: its own, ours or none. */
export class SeccompChoice {
  readonly #path: string;
  #ours: Promise<SeccompProfile> | undefined;

  constructor(assetsDir: string) {
    this.#path = join(assetsDir, 'seccomp.json');
  }

  /** Undefined: none. */
  async filterFor({ settings }: CreationPlan, compatPrograms: boolean): Promise<SeccompFilter | undefined> {
    const { seccomp = await this.#profile(), capabilities } = settings;
    return seccomp === 'unconfined' ? undefined : seccomp.filter({ compat: compatPrograms, capabilities });
  }

  /** Read once; a failure is not kept. */
  #profile(): Promise<SeccompProfile> {
    this.#ours ??= SeccompProfile.load(this.#path).catch((error: unknown) => {
      this.#ours = undefined;
      throw error;
    });
    return this.#ours;
  }
}
