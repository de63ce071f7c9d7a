import { expect, test } from 'vitest';
import { planMounts, rootfsPropagation } from './mounts.ts';

test('mounts as the runtime takes them', async () => {
  expect(
    (
      await planMounts(
        [
          { kind: 'bind', source: '/tmp', target: '/a/../data/' },
          { kind: 'bind', source: '/etc/passwd', target: '/p', readonly: true, propagation: 'rslave' },
          { kind: 'tmpfs', target: '/run', options: ['size=64m', 'exec'] },
        ],
        [],
      )
    ).mounts,
  ).toEqual([
    { destination: '/data', type: 'bind', source: '/tmp', options: ['rbind', 'rprivate', 'rw'] },
    { destination: '/p', type: 'bind', source: '/etc/passwd', options: ['rbind', 'rslave', 'ro'] },
    { destination: '/run', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'nodev', 'noexec', 'size=64m', 'exec'] },
  ]);
});

test.each([
  [{ kind: 'bind', source: 'name', target: '/a' }, 'is not an absolute path'],
  [{ kind: 'bind', source: '/nothing/there', target: '/a' }, 'does not exist'],
  [{ kind: 'bind', source: '/tmp', target: 'a' }, 'is no place for a mount'],
  [{ kind: 'bind', source: '/tmp', target: '/a/..' }, 'is no place for a mount'],
  [{ kind: 'bind', source: '/tmp', target: '/a\0b' }, 'is no place for a mount'],
  [{ kind: 'volume', source: '../x', target: '/a' }, 'no name for a volume'],
  [{ kind: 'volume', target: '/' }, 'is no place for a mount'],
  [{ kind: 'tmpfs', target: '/a', options: ['size=lots'] }, 'is no option of a tmpfs'],
  [{ kind: 'tmpfs', target: '/a', options: ['size=1,exec'] }, 'is no option of a tmpfs'],
] as const)('%j is refused', async (mount, message) => {
  await expect(planMounts([mount], [])).rejects.toThrow(message);
});

test('volumes are those asked for, and those of the image in other places', async () => {
  const asked = [
    { kind: 'volume', source: 'data', target: '/data/', readonly: true, noCopy: true },
    { kind: 'tmpfs', target: '/cache' },
  ] as const;
  expect((await planMounts(asked, ['/data', '/cache', '/var/lib/', '/var/lib'])).volumes).toEqual([
    { name: 'data', target: '/data', options: ['rbind', 'rprivate', 'ro'], copy: false },
    { name: undefined, target: '/var/lib', options: ['rbind', 'rprivate', 'rw'], copy: true },
  ]);
});

test('a propagation that there is not, and one place for two mounts, are refused', async () => {
  const odd = { kind: 'bind', source: '/tmp', target: '/a', propagation: 'odd' } as unknown;
  await expect(planMounts([odd as Parameters<typeof planMounts>[0][0]], [])).rejects.toThrow(
    'no mount propagation "odd"',
  );
  const twice = ['/a', '/a/'].map((target) => ({ kind: 'tmpfs', target }) as const);
  await expect(planMounts(twice, [])).rejects.toThrow('same place in the container: /a');
});

test('the root lets through what a mount is to see', () => {
  const bind = (propagation: 'rslave' | 'shared' | 'private') =>
    ({ kind: 'bind', source: '/tmp', target: '/a', propagation }) as const;
  expect(rootfsPropagation([bind('private'), { kind: 'tmpfs', target: '/b' }])).toBeUndefined();
  expect(rootfsPropagation([bind('rslave'), bind('private')])).toBe('rslave');
  expect(rootfsPropagation([bind('rslave'), bind('shared')])).toBe('rshared');
});
