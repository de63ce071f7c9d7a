import * as z from 'zod';
import { ConmanError } from '../errors/index.ts';
import { readText } from '../host/files.ts';

interface Architectures {
  readonly native: string;
  readonly nativeBits: 32 | 64;
  /** The 32-bit one whose programs a 64-bit kernel runs too. */
  readonly compat?: string;
}

const architecturesOf: Readonly<Record<string, Architectures>> = {
  x64: { native: 'SCMP_ARCH_X86_64', nativeBits: 64, compat: 'SCMP_ARCH_X86' },
  arm64: { native: 'SCMP_ARCH_AARCH64', nativeBits: 64, compat: 'SCMP_ARCH_ARM' },
  arm: { native: 'SCMP_ARCH_ARM', nativeBits: 32 },
  ia32: { native: 'SCMP_ARCH_X86', nativeBits: 32 },
  ppc64: { native: 'SCMP_ARCH_PPC64LE', nativeBits: 64 },
  riscv64: { native: 'SCMP_ARCH_RISCV64', nativeBits: 64 },
  // Not s390x: its clone has the flags in another place, so the rule about namespaces would look at the wrong one.
};

const action = z.enum([
  'SCMP_ACT_ALLOW',
  'SCMP_ACT_ERRNO',
  'SCMP_ACT_KILL',
  'SCMP_ACT_KILL_PROCESS',
  'SCMP_ACT_KILL_THREAD',
  'SCMP_ACT_LOG',
  'SCMP_ACT_TRAP',
]);
const comparison = z.enum([
  'SCMP_CMP_NE',
  'SCMP_CMP_LT',
  'SCMP_CMP_LE',
  'SCMP_CMP_EQ',
  'SCMP_CMP_GE',
  'SCMP_CMP_GT',
  'SCMP_CMP_MASKED_EQ',
]);

export interface FilterOptions {
  /** 32-bit programs may run. */
  readonly compat: boolean;
  /** Those of the container, such as `CAP_CHOWN`. */
  readonly capabilities: readonly string[];
  /** `process.arch` of a machine; this one's by default. */
  readonly arch?: string;
}

/** linux.seccomp of the runtime-spec without `architectures`. Keys that are not listed, such as `comment`, are dropped. */
const profileSchema = z.object({
  defaultAction: action,
  defaultErrnoRet: z.int().optional(),
  syscalls: z.array(
    z.object({
      /** Rules for calls that only 32-bit programs make. */
      only: z.literal('32-bit').optional(),
      /** Rules for containers that have, or have not, a capability such as `CAP_SYS_ADMIN`. */
      with: z.string().optional(),
      without: z.string().optional(),
      names: z.array(z.string()).min(1),
      action,
      errnoRet: z.int().optional(),
      args: z
        .array(
          z.object({
            index: z.int().min(0).max(5),
            value: z.int().min(0),
            valueTwo: z.int().min(0).optional(),
            op: comparison,
          }),
        )
        .optional(),
    }),
  ),
});

type Profile = z.infer<typeof profileSchema>;

/** linux.seccomp of the runtime-spec. */
export type SeccompFilter = Profile & { readonly architectures: readonly string[] };

/** A rule for some machines or containers only, as other managers' profiles have it, must not become one for all. */
const unconditional = z
  .object({})
  .loose()
  .refine(
    ({ includes, excludes }) => [includes, excludes].every((condition) => Object.keys(condition ?? {}).length === 0),
    'has "includes" or "excludes", which conman does not know',
  );
const givenSchema = z.object({ syscalls: z.array(unconditional) });

/** A seccomp profile, to be fitted to the machine and to a container. */
export class SeccompProfile {
  readonly #profile: Profile;

  private constructor(profile: Profile) {
    this.#profile = profile;
  }

  static async load(path: string): Promise<SeccompProfile> {
    const hint = 'Reinstall conman, or give conmand the right assets directory.';
    const text = await readText(path);
    if (text === undefined) throw new ConmanError('failed-precondition', `no seccomp profile at ${path}`, { hint });
    try {
      return new SeccompProfile(profileSchema.parse(JSON.parse(text)));
    } catch (cause) {
      throw new ConmanError('data-loss', `the seccomp profile ${path} is damaged`, { cause, hint });
    }
  }

  /** What a user gave. Fails with `invalid-argument` when conman cannot do what it says. */
  static parse(text: string): SeccompProfile {
    try {
      const json: unknown = JSON.parse(text);
      givenSchema.parse(json);
      return new SeccompProfile(profileSchema.parse(json));
    } catch (cause) {
      const issue = cause instanceof z.ZodError ? cause.issues[0] : undefined;
      const where = issue === undefined ? 'is not JSON' : `at "${issue.path.join('.')}": ${issue.message}`;
      throw new ConmanError('invalid-argument', `the seccomp profile cannot be used: ${where}`, {
        cause,
        hint: 'Give linux.seccomp of the OCI runtime-spec as JSON, such as assets/seccomp.json of conman.',
      });
    }
  }

  /**
   * The filter for a container on this machine. Programs of the 32-bit architecture that the kernel runs too are killed by it unless
   * `compat`: the kernel offers them a second door, and building a filter for two architectures takes 6 ms longer.
   */
  filter({ compat, capabilities, arch = process.arch }: FilterOptions): SeccompFilter {
    const known = architecturesOf[arch];
    if (known === undefined) throw new ConmanError('unimplemented', `no seccomp architecture is known for "${arch}"`);
    const withCompat = compat && known.compat !== undefined;
    const with32Bit = withCompat || known.nativeBits === 32;
    return {
      ...this.#profile,
      architectures: withCompat ? [known.native, known.compat] : [known.native],
      syscalls: this.#profile.syscalls
        .filter(({ only }) => only === undefined || with32Bit)
        .filter((rule) => rule.with === undefined || capabilities.includes(rule.with))
        .filter(({ without }) => without === undefined || !capabilities.includes(without))
        .map(({ only: _, with: __, without: ___, ...rule }) => rule),
    };
  }
}
