import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestOf } from '../digest.ts';
import { parseReference } from '../reference.ts';
import { endpointsByHostsToml } from './hosts-toml.ts';
import { Registries } from './registries.ts';
import { endpointsByConf, readRegistriesConf } from './registries-conf.ts';

const never = new AbortController().signal;
const body = Buffer.from('{"schemaVersion":2}');
const servers: Server[] = [];
let root = '';

beforeEach(() => {
  root = mkdtempSync('/tmp/cm-registries-');
  mkdirSync(join(root, 'etc/certs.d'), { recursive: true });
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(answer: Answer): Promise<{ readonly host: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push([request.method, request.url, request.headers.authorization].filter(Boolean).join(' '));
    answer(request, response);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function registries(environment: NodeJS.ProcessEnv = {}): Registries {
  const isolated = { HOME: root, ...environment };
  return new Registries({
    authFile: join(root, 'auth.json'),
    configurations: [join(root, 'etc')],
    environment: isolated,
  });
}

async function manifest(all: Registries, name: string): Promise<string> {
  const reference = parseReference(name);
  return await all.firstThatHas(reference, never, async (client) => (await client.fetchManifest('1', never)).digest);
}

const found: Answer = (_, response) => void response.end(body);
const missing: Answer = (_, response) => void response.writeHead(404).end();

test('mirrors of registries.conf are asked first, in order; what the registry itself says counts', async () => {
  const [empty, mirror, own] = [await serve(missing), await serve(found), await serve(missing)];
  const entry = (location: string) => `[[registry.mirror]]\nlocation = "${location}"\n`;
  writeFileSync(
    join(root, 'etc/registries.conf'),
    `[[registry]]\nprefix = "${own.host}/team"\nlocation = "${own.host}/moved"\n${entry(`${empty.host}/x`)}${entry(`${mirror.host}/y`)}`,
  );
  expect(await manifest(registries(), `${own.host}/team/app:1`)).toBe(digestOf(body));
  expect(empty.asked).toContain('GET /v2/x/app/manifests/1');
  expect(mirror.asked).toContain('GET /v2/y/app/manifests/1');
  expect(own.asked).toEqual([]);
  rmSync(join(root, 'etc/registries.conf'));
  mkdirSync(join(root, 'etc/registries.conf.d'));
  writeFileSync(
    join(root, 'etc/registries.conf.d/50-x.conf'),
    `[[registry]]\nlocation = "${own.host}"\nblocked = true\n`,
  );
  await expect(manifest(registries(), `${own.host}/team/app:1`)).rejects.toMatchObject({ code: 'permission-denied' });
});

test('mirrors of hosts.toml, with their own path and headers', async () => {
  let header = '';
  const mirror = await serve((request, response) => {
    header = String(request.headers['x-key']);
    found(request, response);
  });
  const own = await serve(missing);
  mkdirSync(join(root, 'etc/certs.d', own.host));
  writeFileSync(
    join(root, 'etc/certs.d', own.host, 'hosts.toml'),
    `server = "http://${own.host}"\n[host."http://${mirror.host}/cache/v2"]\noverride_path = true\ncapabilities = ["pull", "resolve"]\n[host."http://${mirror.host}/cache/v2".header]\nx-key = "secret"\n`,
  );
  expect(await manifest(registries(), `${own.host}/app:1`)).toBe(digestOf(body));
  expect(mirror.asked).toEqual(['GET /cache/v2/app/manifests/1']);
  expect(header).toBe('secret');
  const push = await endpointsByHostsToml(join(root, 'etc/certs.d'), own.host, 'app', 'push');
  expect(push?.map(({ host }) => host)).toEqual([own.host]);
});

test('the longest prefix counts, insecure is said of a place and not of all, digests may have mirrors of their own', async () => {
  const file = join(root, 'etc/registries.conf');
  writeFileSync(
    file,
    `[[registry]]\nprefix = "a.io"\ninsecure = true\n[[registry]]\nprefix = "a.io/b"\n[[registry.mirror]]\nlocation = "m.io"\npull-from-mirror = "digest-only"\n`,
  );
  const known = await readRegistriesConf(file);
  const hosts = (path: string, hasDigest: boolean) =>
    endpointsByConf(known, 'a.io', path, hasDigest)?.map(({ host, insecure }) => `${host} ${insecure}`);
  expect(hosts('x', false)).toEqual(['a.io true']);
  expect(hosts('b/x', true)).toEqual(['m.io false', 'a.io false']);
  expect(hosts('b/x', false)).toEqual(['a.io false']);
  expect(hosts('bc', false)).toEqual(['a.io true']);
  expect(endpointsByConf(known, 'a.io.evil', 'x', false)).toBeUndefined();
  writeFileSync(file, 'registry = 3');
  await expect(readRegistriesConf(file)).rejects.toMatchObject({ message: expect.stringContaining(file) });
});

test('a login is checked, kept for root alone, used, and forgotten', async () => {
  const basic = `Basic ${Buffer.from('ada:right').toString('base64')}`;
  const { host } = await serve((request, response) => {
    if (request.headers.authorization === basic) response.end(body);
    else response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
  });
  const all = registries();
  const wrong = all.login({ registry: host, username: 'ada', password: 'wrong' });
  await expect(wrong).rejects.toMatchObject({ code: 'permission-denied' });
  await expect(wrong).rejects.not.toMatchObject({ message: expect.stringContaining('wrong') });
  await all.login({ registry: `http://${host}/`, username: 'ada', password: 'right' });
  expect(statSync(join(root, 'auth.json')).mode & 0o777).toBe(0o600);
  expect(await manifest(all, `${host}/app:1`)).toBe(digestOf(body));
  expect(await all.logout(host)).toBe(true);
  expect(await all.logout(host)).toBe(false);
  expect(readFileSync(join(root, 'auth.json'), 'utf8')).not.toContain(Buffer.from('ada:right').toString('base64'));
  await expect(manifest(all, `${host}/app:1`)).rejects.toMatchObject({ code: 'permission-denied' });
});

test('an identity token is changed for an access token by POST, a password by GET', async () => {
  const bodies: string[] = [];
  const { host, asked } = await serve((request, response) => {
    if (request.url?.startsWith('/token') === true) {
      request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
      request.on('end', () => response.end('{"access_token":"fresh"}'));
    } else if (request.headers.authorization === 'Bearer fresh') response.end(body);
    else response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${host}/token",service="s"` }).end();
  });
  mkdirSync(join(root, '.docker'));
  const keep = (entry: object): void =>
    writeFileSync(join(root, '.docker/config.json'), JSON.stringify({ auths: { [host]: entry } }));
  keep({ identitytoken: 'long-lived' });
  expect(await manifest(registries(), `${host}/app:1`)).toBe(digestOf(body));
  expect(bodies.join()).toContain('grant_type=refresh_token');
  expect(bodies.join()).toContain('scope=repository%3Aapp%3Apull');
  keep({ auth: Buffer.from('ada:secret').toString('base64') });
  asked.length = 0;
  await manifest(registries(), `${host}/app:1`);
  expect(asked).toContainEqual(expect.stringMatching(/^GET \/token\?service=s&scope=repository%3Aapp%3Apull Basic /));
});

test('a credential helper is asked over pipes', async () => {
  const basic = `Basic ${Buffer.from('helped:out').toString('base64')}`;
  const { host } = await serve((request, response) => {
    if (request.headers.authorization === basic) response.end(body);
    else response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
  });
  const helper = join(root, 'docker-credential-test');
  writeFileSync(
    helper,
    `#!/bin/sh\nread -r server\n[ "$server" = "${host}" ] && echo '{"Username":"helped","Secret":"out"}'\n`,
  );
  chmodSync(helper, 0o755);
  mkdirSync(join(root, '.docker'));
  writeFileSync(join(root, '.docker/config.json'), JSON.stringify({ credHelpers: { [host]: 'test' } }));
  const all = registries({ PATH: `${root}:/usr/bin:/bin` });
  expect(await manifest(all, `${host}/app:1`)).toBe(digestOf(body));
});

test.each([
  [401, 'permission-denied'],
  [403, 'permission-denied'],
  [404, 'not-found'],
])('HTTP %i is %s, said once', async (status, code) => {
  const { host, asked } = await serve((_, response) => void response.writeHead(status).end());
  await expect(manifest(registries(), `${host}/app:1`)).rejects.toMatchObject({ code, hint: expect.any(String) });
  expect(asked.filter((line) => line.includes('manifests'))).toHaveLength(1);
});

test('nobody listens there', async () => {
  const { host } = await serve(found);
  for (const server of servers.splice(0)) server.close();
  const attempt = registries().firstThatHas(parseReference(`${host}/app:1`), never, async (client) =>
    client.attempt({ place: 'manifests/1', headers: {}, what: 'image' }, never),
  );
  await expect(attempt).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('nobody listens'),
  });
});

test('a certificate that nobody vouches for is refused, unless it is named, or the registry marked', async () => {
  const [cert, key] = [join(root, 'cert.pem'), join(root, 'key.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const words = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-keyout',
    key,
    '-out',
    cert,
    ...subject,
  ];
  execFileSync('openssl', words, { stdio: 'ignore' });
  const server = createTlsServer({ cert: readFileSync(cert), key: readFileSync(key) }, found);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  // On this machine, as docker has it.
  expect(await manifest(registries(), `${host}/app:1`)).toBe(digestOf(body));
  mkdirSync(join(root, 'etc/certs.d', host));
  const configure = (text: string): void =>
    writeFileSync(join(root, 'etc/certs.d', host, 'hosts.toml'), `server = "https://${host}"\n${text}\n`);
  configure('');
  await expect(manifest(registries(), `${host}/app:1`)).rejects.toMatchObject({
    code: 'permission-denied',
    message: expect.stringContaining('TLS failed'),
    hint: expect.stringContaining('certs.d'),
  });
  for (const text of [`ca = "${cert}"`, 'skip_verify = true']) {
    configure(text);
    expect(await manifest(registries(), `${host}/app:1`)).toBe(digestOf(body));
  }
});
