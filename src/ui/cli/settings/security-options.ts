import type { ContainerSettings } from '../../../core/api/index.ts';
import type { CliContext } from '../context.ts';
import { requireThat } from '../invocation.ts';

/** `no-new-privileges`, `seccomp=unconfined`, `seccomp=FILE`, `mask=/a:/b`, `unmask=ALL`; docker's `:` stands for `=` too. */
export async function parseSecurityOptions(
  options: readonly string[],
  { readTextFile }: CliContext,
): Promise<Pick<ContainerSettings, 'noNewPrivileges' | 'seccompProfile' | 'maskPaths' | 'unmaskPaths'>> {
  const parsed: {
    noNewPrivileges?: boolean;
    seccompProfile?: string;
    maskPaths?: string[];
    unmaskPaths?: string[];
  } = {};
  for (const option of options) {
    const [, name, value] = /^([a-z-]+)(?:[=:](.+))?$/.exec(option) ?? [];
    if (name === 'no-new-privileges' && (value === undefined || value === 'true' || value === 'false')) {
      parsed.noNewPrivileges = value !== 'false';
    } else if (name === 'mask' && value !== undefined) {
      parsed.maskPaths = [...(parsed.maskPaths ?? []), ...value.split(':')];
    } else if (name === 'unmask' && value !== undefined) {
      parsed.unmaskPaths = [...(parsed.unmaskPaths ?? []), ...value.split(':')];
    } else {
      const hint = 'There are no-new-privileges, seccomp=unconfined, seccomp=FILE, mask=PATH and unmask=PATH or ALL.';
      requireThat(name === 'seccomp' && value !== undefined, `--security-opt ${option} is not understood`, hint);
      parsed.seccompProfile = value === 'unconfined' ? value : await readTextFile(value);
    }
  }
  return parsed;
}
