import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SeccompProfile } from './seccomp.ts';

const profile = await SeccompProfile.load(join(import.meta.dirname, '../../../assets/seccomp.json'));

function allowed(compat: boolean, arch: string): Set<string> {
  const { syscalls } = profile.filter(compat, arch);
  return new Set(syscalls.filter(({ action }) => action === 'SCMP_ACT_ALLOW').flatMap(({ names }) => names));
}

test('what reaches the host is not allowed', () => {
  const names = allowed(true, 'x64');
  const reaching = `add_key bpf delete_module finit_module fsmount fsopen init_module io_uring_setup kexec_load keyctl
    mount move_mount open_by_handle_at open_tree perf_event_open pivot_root quotactl reboot setns swapon
    umount2 unshare userfaultfd`;
  expect(reaching.split(/\s+/).filter((name) => names.has(name))).toEqual([]);
  expect(profile.filter(false, 'x64').defaultAction).toBe('SCMP_ACT_ERRNO');
});

test('calls and architecture of 32-bit programs are there only when asked for', () => {
  expect(profile.filter(false, 'x64').architectures).toEqual(['SCMP_ARCH_X86_64']);
  expect(profile.filter(true, 'x64').architectures).toEqual(['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86']);
  expect(allowed(false, 'x64').has('mmap2')).toBe(false);
  expect(allowed(true, 'x64').has('mmap2')).toBe(true);
  expect(allowed(false, 'arm').has('mmap2')).toBe(true);
});

test('no rule for a call is repeated, unless its arguments differ', () => {
  const rules = profile
    .filter(true, 'x64')
    .syscalls.flatMap(({ names, args }) => names.map((name) => `${name} ${JSON.stringify(args ?? '')}`));
  expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
});

test('an unknown architecture is an error', () => {
  expect(() => profile.filter(false, 'loong64')).toThrow('loong64');
});
