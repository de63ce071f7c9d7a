import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ContainerSettings, CreateContainerOptions } from '../../src/core/api/index.ts';
import { cgroupFile } from '../fixtures/cgroup-file.ts';
import { TestEngine } from '../fixtures/engine.ts';
import { loggedOutput } from '../fixtures/log.ts';

/** What a script says in a container with these settings, its errors among it. */
async function output(engine: TestEngine, script: string, settings: Partial<CreateContainerOptions>): Promise<string> {
  const id = await engine.run({ command: ['sh', '-c', `exec 2>&1; ${script}`], ...settings });
  const text = loggedOutput(engine.containers.status(id).logPath);
  await engine.containers.remove(id);
  return text;
}

test('the user is who the root file system says, with further groups and its home', async () => {
  await using engine = await TestEngine.open();
  const show = 'id -u; id -g; id -G; echo $HOME';
  expect(await output(engine, show, { user: 'nobody' })).toBe('65534\n65534\n65534\n/\n');
  expect(await output(engine, show, { user: '1000:tty', groups: ['nogroup', '77'] })).toBe('1000\n5\n5 77 65534\n/\n');
  expect(await output(engine, show, {})).toBe('0\n0\n0\n/root\n');
  // A user other than root has none of root's powers.
  expect(await output(engine, 'echo x > /etc/x', { user: 'nobody' })).toContain('Permission denied');
});

test('files of the host and memory are where they were asked to be', async () => {
  await using engine = await TestEngine.open();
  const shared = join(engine.root, 'shared');
  mkdirSync(shared);
  writeFileSync(join(shared, 'greeting'), 'hello\n');
  const script =
    'cat /data/greeting /one; echo back > /data/answer; echo no > /closed/x; echo no > /one; ' +
    "touch /run/t && echo tmp; df -k /run /dev/shm | awk 'NR>1 {print $2}'; ls /run/inner";
  const text = await output(engine, script, {
    shmSizeBytes: 1024 * 1024,
    mounts: [
      { kind: 'bind', source: shared, target: '/run/inner' },
      { kind: 'bind', source: shared, target: '/data' },
      { kind: 'bind', source: shared, target: '/closed', readonly: true },
      { kind: 'bind', source: join(shared, 'greeting'), target: '/one', readonly: true },
      { kind: 'tmpfs', target: '/run', options: ['size=2m'] },
    ],
  });
  expect(text).toContain('hello\nhello\n');
  expect(text.match(/Read-only file system/g)).toHaveLength(2);
  expect(text).toContain('tmp\n2048\n1024\nanswer\ngreeting\n');
  expect(readFileSync(join(shared, 'answer'), 'utf8')).toBe('back\n');
  const over = [{ kind: 'bind', source: join(shared, 'greeting'), target: '/etc/hostname' }] as const;
  expect(await output(engine, 'cat /etc/hostname', { mounts: over })).toBe('hello\n');
});

test('what is mounted on the host later is seen by a slave mount alone', async () => {
  await using engine = await TestEngine.open();
  const shared = join(engine.root, 'shared');
  const later = join(shared, 'later');
  mkdirSync(later, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', 'none', shared]);
  execFileSync('mount', ['--make-shared', shared]);
  mkdirSync(later);
  try {
    const { id } = await engine.containers.create({
      ...{
        name: 'p',
        image: 'busybox',
        command: ['sh', '-c', 'while ! test -e /slave/later/x; do sleep 0.02; done; ls /private/later'],
      },
      mounts: [
        { kind: 'bind', source: shared, target: '/slave', propagation: 'rslave' },
        { kind: 'bind', source: shared, target: '/private' },
      ],
    });
    await engine.containers.start(id);
    execFileSync('mount', ['-t', 'tmpfs', 'none', later]);
    writeFileSync(join(later, 'x'), '');
    expect(await engine.containers.waitForExit(id)).toMatchObject({ code: 0 });
    expect(loggedOutput(engine.containers.status(id).logPath)).toBe('');
    await engine.containers.remove(id);
  } finally {
    execFileSync('umount', ['-R', shared]);
  }
});

test('rights are given and taken', async () => {
  await using engine = await TestEngine.open();
  const status = 'grep -E "CapEff|NoNewPrivs|Seccomp:" /proc/self/status | tr "\\n\\t" " "';
  expect(await output(engine, status, { capDrop: ['ALL'], noNewPrivileges: true })).toMatch(
    /CapEff: 0+ NoNewPrivs: 1 Seccomp: 2/,
  );
  expect(await output(engine, status, { capDrop: ['ALL'], capAdd: ['net_admin'] })).toMatch(
    /CapEff: 0+1000 NoNewPrivs: 0/,
  );
  expect(await output(engine, 'ip link set lo down && echo down', { capAdd: ['NET_ADMIN'] })).toContain('down');
  expect(await output(engine, status, { seccompProfile: 'unconfined' })).toContain('Seccomp: 0');
  const noMkdir = JSON.stringify({
    defaultAction: 'SCMP_ACT_ALLOW',
    syscalls: [{ names: ['mkdir', 'mkdirat'], action: 'SCMP_ACT_ERRNO' }],
  });
  expect(await output(engine, 'mkdir /x; echo done', { seccompProfile: noMkdir })).toBe(
    "mkdir: can't create directory '/x': Operation not permitted\ndone\n",
  );
  const everything =
    'mkdir /mnt; mount -t tmpfs none /mnt && echo mounted; test -w /proc/sys/kernel/core_pattern && echo writable';
  const privileged = await output(engine, `${status}; ${everything}`, { privileged: true });
  expect(privileged).toContain('Seccomp: 0');
  expect(privileged).toContain('mounted\n');
  expect(privileged).toContain('writable\n');
});

test('what of the kernel is hidden or protected is more or less when that is asked for', async () => {
  await using engine = await TestEngine.open();
  const script =
    'cat /proc/cpuinfo | wc -c; (echo new > /proc/sys/kernel/hostname) 2>/dev/null && echo writable; cat /proc/self/oom_score_adj';
  const settings = { maskPaths: ['/proc/cpuinfo'], unmaskPaths: ['/proc/sys'], oomScoreAdj: 321 };
  expect(await output(engine, script, settings)).toBe('0\nwritable\n321\n');
  const usual = await output(engine, script, {});
  expect(usual).toMatch(/^[1-9]\d+\n\d+\n$/);
});

test('under an init orphans are reaped, signals passed on, and the status is the command’s', async () => {
  await using engine = await TestEngine.open();
  const { containers } = engine;
  // A child of a shell that ends is nobody's but init's.
  const orphan = '(sh -c "sleep 0.05 & " ); sleep 0.3; ps -o stat,comm; ';
  const id = await engine.run({ init: true, command: ['sh', '-c', `${orphan} exit 3`] });
  expect(containers.status(id)).toMatchObject({ exit: { code: 3 }, command: ['sh', '-c', `${orphan} exit 3`] });
  const said = loggedOutput(containers.status(id).logPath);
  expect(said).toMatch(/init|conman-shim/);
  expect(said).not.toMatch(/^Z/m);
  await containers.remove(id);
  for (const [script, code] of [
    ['trap "exit 4" TERM; echo up; while :; do sleep 0.02; done', 4],
    ['echo up; exec sleep 1000', 143],
  ] as const) {
    await containers.create({ name: 'c', image: 'busybox', init: true, command: ['sh', '-c', script] });
    await containers.start('c');
    await expect.poll(() => loggedOutput(containers.status('c').logPath)).toBe('up\n');
    await containers.stop('c', { timeoutSeconds: 30 });
    expect(containers.status('c').exit).toMatchObject({ code });
    await containers.remove('c');
  }
});

test('a device of the host is where it was asked to be', async () => {
  await using engine = await TestEngine.open();
  const devices = [{ source: '/dev/urandom', target: '/dev/mine', access: 'r' }];
  expect(await output(engine, 'head -c 3 /dev/mine | wc -c', { devices })).toBe('3\n');
});

test('limits are those of the cgroup and of the processes', async () => {
  await using engine = await TestEngine.open();
  const { id } = await engine.containers.create({
    ...{
      name: 'l',
      image: 'busybox',
      command: ['sh', '-c', 'ulimit -n; ulimit -Hn; ulimit -c; cat /proc/sys/net/ipv4/ip_forward'],
    },
    limits: { memoryBytes: 32 * 1024 * 1024, cpus: 0.5, cpuset: '0', pids: 20 },
    ulimits: [
      { name: 'nofile', soft: 77, hard: 99 },
      { name: 'core', soft: -1, hard: -1 },
    ],
    sysctls: { 'net.ipv4.ip_forward': '1' },
    annotations: { 'org.example.team': 'blue' },
  });
  expect(cgroupFile(engine, id, 'memory', 'memory.limit_in_bytes', 'memory.max')).toBe('33554432');
  expect(cgroupFile(engine, id, 'cpu', 'cpu.cfs_quota_us', 'cpu.max')).toMatch(/^50000/);
  expect(cgroupFile(engine, id, 'cpuset', 'cpuset.cpus', 'cpuset.cpus')).toBe('0');
  expect(cgroupFile(engine, id, 'pids', 'pids.max', 'pids.max')).toBe('20');
  await engine.containers.start(id);
  await engine.containers.waitForExit(id);
  expect(loggedOutput(engine.containers.status(id).logPath)).toBe('77\n99\nunlimited\n1\n');
  expect((await engine.containers.inspect(id)).spec).toMatchObject({
    annotations: { 'org.example.team': 'blue', 'conman.id': id },
  });
});

test('a container is asked to end as it wants to be, and given its own time', async () => {
  await using engine = await TestEngine.open();
  const { containers } = engine;
  const script = 'trap "exit 9" USR1; trap "" TERM; echo up; while :; do sleep 0.02; done';
  for (const [name, settings] of [
    ['asked', { stopSignal: 'USR1', stopTimeoutSeconds: 30 }],
    ['hurried', { stopTimeoutSeconds: 0 }],
  ] as const) {
    await containers.create({ name, image: 'busybox', command: ['sh', '-c', script], ...settings });
    await containers.start(name);
    await expect.poll(() => loggedOutput(containers.status(name).logPath)).toBe('up\n');
  }
  await engine.reopen();
  await Promise.all(['asked', 'hurried'].map((name) => engine.containers.stop(name)));
  expect(engine.containers.status('asked').exit).toMatchObject({ code: 9 });
  expect(engine.containers.status('hurried').exit).toMatchObject({ signal: 9 });
  expect(await engine.containers.inspect('asked')).toMatchObject({ stopSignal: 10, stopTimeoutSeconds: 30 });
});

test('a container that is to go goes when it has ended, also when nobody was there then', async () => {
  await using engine = await TestEngine.open();
  const options = { image: 'busybox', autoRemove: true };
  const { id } = await engine.containers.create({ name: 'short', command: ['true'], ...options });
  await engine.containers.start(id);
  await expect.poll(() => engine.containers.list()).toEqual([]);
  expect(engine.history).toEqual(['created short', 'started short', 'exited short', 'removed short']);
  const { id: later } = await engine.containers.create({ name: 'later', command: ['sleep', '1000'], ...options });
  await engine.containers.start(later);
  const { pid } = engine.containers.status(later);
  const exitFile = join(engine.config.libRoot, 'exits', later);
  await engine.reopen(async () => {
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => existsSync(exitFile)).toBe(true);
  });
  await expect.poll(() => engine.containers.list()).toEqual([]);
});

test('an entrypoint stands before the command', async () => {
  await using engine = await TestEngine.open();
  const id = await engine.run({ entrypoint: ['echo', 'a'], command: ['b c'] });
  expect(engine.containers.status(id).command).toEqual(['echo', 'a', 'b c']);
  expect(loggedOutput(engine.containers.status(id).logPath)).toBe('a b c\n');
});

const refused: readonly [ContainerSettings, string][] = [
  [{ user: 'ada' }, 'failed-precondition'],
  [{ groups: ['nobody-knows'] }, 'failed-precondition'],
  [{ mounts: [{ kind: 'bind', source: '/no/such', target: '/a' }] }, 'not-found'],
  [{ mounts: [{ kind: 'tmpfs', target: 'a' }] }, 'invalid-argument'],
  [{ capAdd: ['EVERYTHING'] }, 'invalid-argument'],
  [{ seccompProfile: '{}' }, 'invalid-argument'],
  [{ devices: [{ source: '/etc/passwd', target: '/dev/p', access: 'r' }] }, 'invalid-argument'],
  [{ limits: { memoryBytes: 1 } }, 'invalid-argument'],
  [{ ulimits: [{ name: 'x', soft: 1, hard: 1 }] }, 'invalid-argument'],
  [{ sysctls: { 'kernel.panic': '1' } }, 'invalid-argument'],
  [{ stopSignal: 'SIGNONE' }, 'invalid-argument'],
  [{ stopTimeoutSeconds: -1 }, 'invalid-argument'],
  [{ restart: { kind: 'always' }, autoRemove: true }, 'invalid-argument'],
  [{ maskPaths: ['proc'] }, 'invalid-argument'],
  [{ oomScoreAdj: 5000 }, 'invalid-argument'],
  [{ restart: { kind: 'always', maxRetries: 2 } }, 'invalid-argument'],
];

test('what cannot be is refused before anything is made', async () => {
  await using engine = await TestEngine.open();
  for (const [settings, code] of refused) {
    const creation = engine.containers.create({ name: 'x', image: 'busybox', command: ['true'], ...settings });
    await expect(creation, JSON.stringify(settings)).rejects.toMatchObject({ code });
  }
  expect(engine.containers.list()).toEqual([]);
  expect(existsSync(join(engine.config.libRoot, 'containers')) && engine.history).toEqual([]);
});
