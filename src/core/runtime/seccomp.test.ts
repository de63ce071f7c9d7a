import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultCapabilities } from './capabilities.ts';
import { type FilterOptions, SeccompProfile } from './seccomp.ts';

const profile = await SeccompProfile.load(join(import.meta.dirname, '../../../assets/seccomp.json'));

function filter(options: Partial<FilterOptions> = {}) {
  return profile.filter({ compat: false, capabilities: defaultCapabilities, arch: 'x64', ...options });
}

function allowed(options: Partial<FilterOptions> = {}): Set<string> {
  const { syscalls } = filter(options);
  return new Set(syscalls.filter(({ action }) => action === 'SCMP_ACT_ALLOW').flatMap(({ names }) => names));
}

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Nobody gets these but by a profile of their own: keys of the host, kernels, page faults of others, rings. */
const neverAllowed = words(`_sysctl add_key afs_syscall create_module get_kernel_syms io_uring_enter io_uring_register
  io_uring_setup kexec_file_load kexec_load keyctl nfsservctl query_module request_key sysfs uselib userfaultfd ustat
  vm86 vm86old vserver`);

/** What a capability is for comes with it. */
const allowedBy: Readonly<Record<string, readonly string[]>> = {
  CAP_SYS_ADMIN: words(`bpf clone3 fsmount fsopen mount move_mount open_tree perf_event_open pivot_root quotactl setns
    sethostname swapon umount2 unshare`),
  CAP_DAC_READ_SEARCH: ['open_by_handle_at'],
  CAP_SYS_MODULE: words('delete_module finit_module init_module'),
  CAP_SYS_BOOT: ['reboot'],
  CAP_SYS_TIME: words('clock_settime settimeofday'),
  CAP_SYS_NICE: words('get_mempolicy mbind set_mempolicy'),
  CAP_SYSLOG: ['syslog'],
  CAP_PERFMON: ['perf_event_open'],
  CAP_BPF: ['bpf'],
};

test('what reaches the host is not allowed', () => {
  const names = allowed({ compat: true });
  const gifts = Object.values(allowedBy).flat();
  expect([...neverAllowed, ...gifts].filter((name) => names.has(name))).toEqual([]);
  expect(filter().defaultAction).toBe('SCMP_ACT_ERRNO');
});

test.each(Object.entries(allowedBy))('%s opens what it is for', (capability, names) => {
  const withIt = allowed({ capabilities: [...defaultCapabilities, capability] });
  expect(names.filter((name) => !withIt.has(name))).toEqual([]);
  expect(neverAllowed.filter((name) => withIt.has(name))).toEqual([]);
});

test('namespaces may be made with CAP_SYS_ADMIN alone', () => {
  const clones = (capabilities: readonly string[]) =>
    filter({ capabilities }).syscalls.filter(({ names }) => names.includes('clone'));
  expect(clones(defaultCapabilities)).toMatchObject([{ args: [{ value: 0x7e020000, valueTwo: 0 }] }]);
  expect(clones(['CAP_SYS_ADMIN'])).toMatchObject([{ action: 'SCMP_ACT_ALLOW' }]);
  expect(clones(['CAP_SYS_ADMIN'])[0]?.args).toBeUndefined();
});

test('the runtime is given nothing that it does not know', () => {
  const keys = new Set(filter({ compat: true }).syscalls.flatMap((rule) => Object.keys(rule)));
  expect([...keys].toSorted()).toEqual(['action', 'args', 'errnoRet', 'names']);
});

test('calls and architecture of 32-bit programs are there only when asked for', () => {
  expect(filter().architectures).toEqual(['SCMP_ARCH_X86_64']);
  expect(filter({ compat: true }).architectures).toEqual(['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86']);
  expect(allowed().has('mmap2')).toBe(false);
  expect(allowed({ compat: true }).has('mmap2')).toBe(true);
  expect(allowed({ arch: 'arm' }).has('mmap2')).toBe(true);
});

test('no rule for a call is repeated, unless its arguments differ', () => {
  const rules = filter({ compat: true }).syscalls.flatMap(({ names, args }) =>
    names.map((name) => `${name} ${JSON.stringify(args ?? '')}`),
  );
  expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
});

test.each(['loong64', 's390x'])('an architecture that is not known, %s, is an error', (arch) => {
  expect(() => filter({ arch })).toThrow(arch);
});
