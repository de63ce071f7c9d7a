import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { HttpClient } from '../../host/http-client.ts';
import { RegistryClient, type RegistryOptions } from './registry-client.ts';

const never = new AbortController().signal;
const body = Buffer.from('{"schemaVersion":2}');
const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

interface Served {
  readonly host: string;
  /** `METHOD path` with the authorization that came. */
  readonly asked: string[];
}

/** A registry by hand. It speaks http only, so the client's attempt at https is one of the things tested. */
async function serve(answer: Answer, address = '127.0.0.1'): Promise<Served> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push([request.method, request.url, request.headers.authorization].filter(Boolean).join(' '));
    answer(request, response);
  });
  servers.push(server);
  server.listen(0, address);
  await once(server, 'listening');
  return { host: `${address}:${(server.address() as AddressInfo).port}`, asked };
}

function client(host: string, options: Partial<RegistryOptions> & { path?: string } = {}): RegistryClient {
  const { path = 'app', ...others } = options;
  return new RegistryClient({
    endpoint: { host, path, insecure: false, isMirror: false },
    http: new HttpClient({}),
    credentials: undefined,
    retries: { attempts: 3, firstDelayMs: 1 },
    scopes: [`repository:${path}:pull`],
    ...others,
  });
}

const manifest: Answer = (_, response) => {
  response.setHeader('content-type', 'application/vnd.oci.image.manifest.v1+json');
  response.setHeader('docker-content-digest', `sha256:${'0'.repeat(64)}`);
  response.end(body);
};

test('a manifest is asked for in every form we know, and its digest is that of its bytes', async () => {
  let accept = '';
  const { host } = await serve((request, response) => {
    accept = String(request.headers.accept);
    manifest(request, response);
  });
  expect(await client(host).fetchManifest('1', never)).toMatchObject({ digest, body });
  for (const type of [
    'oci.image.index',
    'oci.image.manifest',
    'distribution.manifest.list',
    'distribution.manifest.v2',
  ]) {
    expect(accept).toContain(type);
  }
});

test('another document than the digest names is refused', async () => {
  const { host } = await serve(manifest);
  const other = `sha256:${'1'.repeat(64)}`;
  await expect(client(host).fetchManifest(other, never)).rejects.toMatchObject({ code: 'data-loss' });
  await expect(client(host).fetchDocument(other, never)).rejects.toMatchObject({ code: 'data-loss' });
});

test('a digest that could be a path never reaches a URL', async () => {
  const { host, asked } = await serve(manifest);
  await expect(client(host).fetchDocument('sha256:../../evil', never)).rejects.toMatchObject({ code: 'data-loss' });
  await expect(client(host).openBlob('../x', 0, never)).rejects.toMatchObject({ code: 'data-loss' });
  expect(asked).toEqual([]);
});

/** A registry that wants a token, which it counts. */
async function tokenRegistry(valid: (token: string | undefined) => boolean): Promise<Served> {
  let tokens = 0;
  const served: Served = await serve((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    if (url.pathname === '/token') {
      response.end(JSON.stringify({ token: `t${++tokens}` }));
    } else if (valid(request.headers.authorization)) {
      manifest(request, response);
    } else {
      const realm = `Bearer realm="http://${served.host}/token",service="s",scope="repository:app:pull"`;
      response.writeHead(401, { 'www-authenticate': realm }).end();
    }
  });
  return served;
}

const tokenPlace = '/token?service=s&scope=repository%3Aapp%3Apull';

test('a token is fetched once, with the credentials, and kept', async () => {
  const { host, asked } = await tokenRegistry((token) => token === 'Bearer t1');
  const registry = client(host, { credentials: { kind: 'password' as const, username: 'ada', password: 'p:w' } });
  await registry.fetchManifest('1', never);
  await Promise.all([registry.fetchManifest('2', never), registry.fetchManifest('3', never)]);
  const basic = `Basic ${Buffer.from('ada:p:w').toString('base64')}`;
  expect(asked.slice(0, 3)).toEqual([
    'GET /v2/app/manifests/1',
    `GET ${tokenPlace} ${basic}`,
    'GET /v2/app/manifests/1 Bearer t1',
  ]);
  expect(asked.filter((line) => line.includes('/token'))).toHaveLength(1);
});

test('requests that are refused together ask for one token', async () => {
  const { host, asked } = await tokenRegistry((token) => token === 'Bearer t1');
  const registry = client(host);
  await Promise.all(['1', '2', '3'].map((tag) => registry.fetchManifest(tag, never)));
  expect(asked.filter((line) => line.includes('/token'))).toHaveLength(1);
});

test('a token that has expired is replaced, but a new one that is refused is the end', async () => {
  let expired = false;
  const { host } = await tokenRegistry((token) => token === (expired ? 'Bearer t2' : 'Bearer t1'));
  const registry = client(host);
  await registry.fetchManifest('1', never);
  expired = true;
  await registry.fetchManifest('1', never);
  const hopeless = await tokenRegistry(() => false);
  await expect(client(hopeless.host).fetchManifest('1', never)).rejects.toMatchObject({ code: 'permission-denied' });
  expect(hopeless.asked).toHaveLength(3);
});

test('Basic where the registry wants it, sent only when asked for', async () => {
  const { host, asked } = await serve((request, response) => {
    if (request.headers.authorization === undefined) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="registry"' }).end();
    } else manifest(request, response);
  });
  const credentials = { kind: 'password' as const, username: 'ada', password: 'secret' };
  await client(host, { credentials }).fetchManifest('1', never);
  expect(asked).toEqual(['GET /v2/app/manifests/1', 'GET /v2/app/manifests/1 Basic YWRhOnNlY3JldA==']);
  await expect(client(host).fetchManifest('1', never)).rejects.toMatchObject({ code: 'permission-denied' });
});

test('a token realm without TLS somewhere else gets no credentials', async () => {
  const { host } = await serve((_, response) => {
    response.writeHead(401, { 'www-authenticate': 'Bearer realm="http://example.com/token"' }).end();
  });
  const credentials = { kind: 'password' as const, username: 'ada', password: 'secret' };
  await expect(client(host, { credentials }).fetchManifest('1', never)).rejects.toMatchObject({
    code: 'permission-denied',
    message: expect.stringContaining('not safe'),
  });
});

test('a redirect to another place is followed without the authorization, one to the same with it', async () => {
  const elsewhere = await serve((_, response) => response.end('blob'), '127.0.0.2');
  const registry: Served = await serve((request, response) => {
    if (request.headers.authorization === undefined) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end();
    } else if (request.url === `/v2/app/blobs/${digest}`) {
      response.writeHead(307, { location: '/same' }).end();
    } else {
      response.writeHead(302, { location: `http://${elsewhere.host}/other` }).end();
    }
  });
  const credentials = { kind: 'password' as const, username: 'a', password: 'b' };
  const { body: content } = await client(registry.host, { credentials }).openBlob(digest, 0, never);
  expect(String(await buffer(content))).toBe('blob');
  expect(registry.asked.at(-1)).toBe('GET /same Basic YTpi');
  expect(elsewhere.asked).toEqual(['GET /other']);
});

test.each([
  ['in a circle', '/v2/app/manifests/1'],
  ['to a file', 'file:///etc/passwd'],
  ['to nowhere', 'http://'],
])('a redirect %s is an error', async (_, location) => {
  const { host } = await serve((__, response) => response.writeHead(302, { location }).end());
  await expect(client(host).fetchManifest('1', never)).rejects.toMatchObject({ code: 'failed-precondition' });
});

test.each([
  [500, 2],
  [503, 2],
  [429, 2],
])('%i is tried again', async (status, failures) => {
  let turn = 0;
  const { host, asked } = await serve((request, response) => {
    if (turn++ < failures) response.writeHead(status, { 'retry-after': '0' }).end();
    else manifest(request, response);
  });
  await client(host).fetchManifest('1', never);
  expect(asked).toHaveLength(failures + 1);
});

test.each([
  [401, 'permission-denied', 1],
  [403, 'permission-denied', 1],
  [404, 'not-found', 1],
  [429, 'resource-exhausted', 3],
  [500, 'unavailable', 3],
  [418, 'internal', 1],
])('%i means %s after %i attempts', async (status, code, attempts) => {
  const { host, asked } = await serve((_, response) => {
    response.writeHead(status).end(JSON.stringify({ errors: [{ code: 'X', message: 'because\u001b[31m of this' }] }));
  });
  const failure = client(host).fetchManifest('1', never);
  await expect(failure).rejects.toMatchObject({ code });
  expect(String(await failure.catch((error: Error) => error.message))).not.toContain('\x1b');
  expect(asked).toHaveLength(attempts);
});

test('a connection that breaks is tried again, and nobody there is said', async () => {
  let turn = 0;
  const { host } = await serve((request, response) => {
    if (turn++ === 0) request.socket.destroy();
    else manifest(request, response);
  });
  await client(host).fetchManifest('1', never);
  await expect(client('127.0.0.1:1').fetchManifest('1', never)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('nobody listens'),
  });
});

test('an abort ends the waiting', async () => {
  const { host } = await serve(() => undefined);
  const abort = new AbortController();
  const failure = client(host).fetchManifest('1', abort.signal);
  setTimeout(() => abort.abort(), 50);
  await expect(failure).rejects.toMatchObject({ code: 'cancelled' });
});
