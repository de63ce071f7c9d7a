import type { ContainerSettings } from '../../../core/api/index.ts';
import type { CliContext } from '../context.ts';
import { requireThat } from '../invocation.ts';

/** `no-new-privileges`, `seccomp=unconfined`, `seccomp=FILE`; docker's `:` stands for `=` too. */
export async function parseSecurityOptions(
  options: readonly string[],
  { readTextFile }: CliContext,
): Promise<Pick<ContainerSettings, 'noNewPrivileges' | 'seccompProfile'>> {
  const parsed: { noNewPrivileges?: boolean; seccompProfile?: string } = {};
  for (const option of options) {
    const [, name, value] = /^([a-z-]+)(?:[=:](.+))?$/.exec(option) ?? [];
    if (name === 'no-new-privileges' && (value === undefined || value === 'true' || value === 'false')) {
      parsed.noNewPrivileges = value !== 'false';
    } else {
      const hint = 'There are no-new-privileges, seccomp=unconfined and seccomp=FILE.';
      requireThat(name === 'seccomp' && value !== undefined, `--security-opt ${option} is not understood`, hint);
      parsed.seccompProfile = value === 'unconfined' ? value : await readTextFile(value);
    }
  }
  return parsed;
}
