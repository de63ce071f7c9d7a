import { z } from 'zod';
import { ConmanError } from '../errors/index.ts';
import { readText } from '../host/files.ts';

/**
 * The architectures of a kernel, native first: programs of the others run on it too, so the filter has to know their
 * numbers.
 */
const architectures: Readonly<Record<string, readonly string[]>> = {
  x64: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86'],
  arm64: ['SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM'],
  arm: ['SCMP_ARCH_ARM'],
  ia32: ['SCMP_ARCH_X86'],
  ppc64: ['SCMP_ARCH_PPC64LE'],
  riscv64: ['SCMP_ARCH_RISCV64'],
  s390x: ['SCMP_ARCH_S390X'],
};

const action = z.enum(['SCMP_ACT_ALLOW', 'SCMP_ACT_ERRNO', 'SCMP_ACT_KILL_PROCESS', 'SCMP_ACT_LOG']);
const comparison = z.enum([
  'SCMP_CMP_NE',
  'SCMP_CMP_LT',
  'SCMP_CMP_LE',
  'SCMP_CMP_EQ',
  'SCMP_CMP_GE',
  'SCMP_CMP_GT',
  'SCMP_CMP_MASKED_EQ',
]);

/** linux.seccomp of the runtime-spec without `architectures`. Keys that are not listed, such as `comment`, are dropped. */
const profileSchema = z.object({
  defaultAction: action,
  defaultErrnoRet: z.int().optional(),
  syscalls: z.array(
    z.object({
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

export type SeccompFilter = z.infer<typeof profileSchema> & { readonly architectures: readonly string[] };

/** Reads a profile and adapts it to the machine. */
export async function loadSeccompFilter(path: string, arch: string = process.arch): Promise<SeccompFilter> {
  const text = await readText(path);
  const hint = 'Reinstall conman, or give conmand the right assets directory.';
  if (text === undefined) throw new ConmanError('failed-precondition', `no seccomp profile at ${path}`, { hint });
  const known = architectures[arch];
  if (known === undefined) {
    throw new ConmanError('unimplemented', `no seccomp architecture is known for "${arch}"`);
  }
  try {
    return { ...profileSchema.parse(JSON.parse(text)), architectures: known };
  } catch (cause) {
    throw new ConmanError('data-loss', `the seccomp profile ${path} is damaged`, { cause, hint });
  }
}
