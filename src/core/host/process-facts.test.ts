import { expect, test } from 'vitest';
import { parseProcessFacts, readBootTimeMs, readProcessFacts } from './process-facts.ts';

test('a name with parentheses and spaces does not shift the fields', () => {
  const stat = '42 (a) (b c) S 7 42 42 0 -1 4194560 1 0 0 0 150 50 0 0 20 0 1 0 12345 1000 200 0';
  const status = 'Name:\ta\nUid:\t1\t1000\t1\t1\nNSpid:\t42\t3\nVmRSS:\t     16 kB\n';
  expect(parseProcessFacts(42, stat, status, 'sh\0-c\0\0x\0', 1_000_000)).toEqual({
    pid: 42,
    innerPid: 3,
    parentPid: 7,
    uid: 1000,
    state: 'S',
    cpuTimeMs: 2000,
    startedAt: 1_123_450_000_000n,
    residentBytes: 16_384,
    command: ['sh', '-c', '', 'x'],
  });
});

test('a process that shows no command is called by its name', () => {
  expect(parseProcessFacts(2, '2 (kthreadd) S 0 0', '', '', 0)).toMatchObject({ command: ['kthreadd'], innerPid: 2 });
});

test('this process is found, with a start before now; one that is not there is not', async () => {
  const bootTimeMs = await readBootTimeMs();
  const facts = await readProcessFacts(process.pid, bootTimeMs);
  expect(facts).toMatchObject({ parentPid: process.ppid, uid: process.geteuid?.() });
  const startedMs = Date.now() - process.uptime() * 1000;
  expect(Math.abs(Number((facts?.startedAt ?? 0n) / 1_000_000n) - startedMs)).toBeLessThan(60_000);
  expect(await readProcessFacts(4_194_305, bootTimeMs)).toBeUndefined();
});
