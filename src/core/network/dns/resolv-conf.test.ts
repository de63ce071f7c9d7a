import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { reachableResolvConf } from './host-resolver.ts';
import { formatResolvConf, parseResolvConf } from './resolv-conf.ts';

test('what counts is read, and written again', () => {
  const text =
    '# comment\nnameserver 1.1.1.1 ; other\nsearch a.example b.example\noptions ndots:2 use-vc\nnameserver fd00::1\n';
  const parsed = parseResolvConf(text);
  expect(parsed).toEqual({
    nameServers: ['1.1.1.1', 'fd00::1'],
    search: ['a.example', 'b.example'],
    options: ['ndots:2', 'use-vc'],
  });
  expect(parseResolvConf(formatResolvConf(parsed))).toEqual(parsed);
});

test('behind a local stub are the servers that it asks', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cm-resolv-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const files = { host: join(directory, 'host'), resolved: join(directory, 'resolved') };
  writeFileSync(files.host, 'nameserver 127.0.0.53\nsearch lan\n');
  writeFileSync(files.resolved, 'nameserver 192.0.2.1\nnameserver 127.0.0.1\n');
  expect(await reachableResolvConf(files)).toEqual({ nameServers: ['192.0.2.1'], search: ['lan'], options: [] });
  writeFileSync(files.host, 'nameserver 192.0.2.7\n');
  expect((await reachableResolvConf(files)).nameServers).toEqual(['192.0.2.7']);
});
