import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConmanError } from '../../src/core/errors/index.ts';
import { makeTestRoot, TestEngine } from '../fixtures/engine.ts';
import { sha256 } from '../fixtures/image-pusher.ts';

/** What the user reads, and what the store holds after it. */
interface Outcome {
  readonly said: string;
  readonly code: string;
  readonly images: readonly string[];
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';
let directory = '';
let server: Server;
let host = '';
/** Of requests for manifests. */
let asked = 0;

const json = (value: unknown, type: string) => ({
  status: 200,
  body: JSON.stringify(value),
  headers: { 'content-type': type },
});
const refusal = (code: string, message: string): string => JSON.stringify({ errors: [{ code, message }] });

interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** By the name of the image. */
const answers: Readonly<Record<string, Answer>> = {
  unauthorized: {
    status: 401,
    body: refusal('UNAUTHORIZED', 'authentication required'),
    headers: { 'www-authenticate': 'Basic realm="x"' },
  },
  forbidden: { status: 403, body: refusal('DENIED', 'requested access to the resource is denied') },
  missing: { status: 404, body: refusal('MANIFEST_UNKNOWN', 'manifest unknown') },
  busy: { status: 429, headers: { 'retry-after': '0' } },
  'busy-for-long': { status: 429, headers: { 'retry-after': '1200' } },
  broken: { status: 503, body: '<html>Bad gateway</html>', headers: { 'retry-after': '0' } },
  website: { status: 200, body: '<html>Welcome</html>', headers: { 'content-type': 'text/html; charset=utf-8' } },
  old: json({ schemaVersion: 1 }, 'application/vnd.docker.distribution.manifest.v1+prettyjws'),
  artifact: json(
    {
      mediaType: manifestType,
      config: { digest: sha256('{}'), size: 2 },
      layers: [{ mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', digest: sha256('x'), size: 1 }],
    },
    manifestType,
  ),
  elsewhere: json(
    {
      mediaType: indexType,
      manifests: ['arm64', 's390x'].map((architecture) => ({
        mediaType: manifestType,
        digest: sha256(architecture),
        size: 1,
        platform: { os: 'linux', architecture },
      })),
    },
    indexType,
  ),
};

const answer: RequestListener = (request, response) => {
  const [, name = ''] = /^\/v2\/([^/]+)\/manifests\//.exec(request.url ?? '') ?? [];
  if (name !== '') asked += 1;
  const { status, body = '', headers = {} } = answers[name] ?? { status: 200 };
  response.writeHead(status, headers).end(body);
};

beforeAll(async () => {
  directory = mkdtempSync('/tmp/cm-bad-');
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(directory, { recursive: true, force: true });
});

async function pull(name: string, configurations: readonly string[] = []): Promise<Outcome> {
  asked = 0;
  const root = makeTestRoot();
  await using engine = await TestEngine.open({ registryConfigurations: configurations }, root);
  await engine.images.store.list();
  const attempt = async (): Promise<void> => {
    for await (const _ of engine.images.pulls.follow(name, {}, new AbortController().signal));
  };
  const failure = await attempt().then(
    () => new Error('it was pulled'),
    (error: unknown) => error,
  );
  const { message, hint, code } = ConmanError.from(failure);
  const images = (await engine.images.store.list()).map((image) => image.name);
  return { said: `${message}. ${hint}`, code, images };
}

test.each<[string, string, string[], number]>([
  [
    'unauthorized',
    'permission-denied',
    ['does not give image unauthorized:1', 'HTTP 401, authentication required', 'conmanctl image login HOST'],
    1,
  ],
  [
    'forbidden',
    'permission-denied',
    ['HTTP 403, requested access to the resource is denied', 'conmanctl image login HOST'],
    1,
  ],
  ['missing', 'not-found', ['HOST has no image missing:1', 'Check its name and tag'], 1],
  ['busy', 'resource-exhausted', ['HOST takes no more requests for now (HTTP 429)', 'Wait'], 5],
  ['busy-for-long', 'resource-exhausted', ['HOST takes no more requests for now', 'It asks to wait for 20 minutes'], 1],
  ['broken', 'unavailable', ['HOST failed (HTTP 503)', 'Try again later'], 5],
  ['website', 'failed-precondition', ['a web page, "text/html"', 'may be no registry'], 1],
  ['old', 'failed-precondition', ['distribution.manifest.v1+prettyjws', 'docker since 1.10'], 1],
  ['artifact', 'failed-precondition', ['a layer is of the type "application/vnd.cncf.helm', 'not an image'], 1],
  ['elsewhere', 'not-found', ['is not made for linux/', 'There is: linux/arm64, linux/s390x', '--platform'], 1],
])('%s', async (name, code, parts, requests) => {
  const outcome = await pull(`${host}/${name}:1`);
  expect(outcome).toMatchObject({ code, images: ['busybox:latest'] });
  for (const part of parts) expect(outcome.said).toContain(part.replace('HOST', host));
  expect(asked).toBe(requests);
});

test('a host that is not there, or not called so, or does not vouch for itself', async () => {
  const [cert, key] = [join(directory, 'cert.pem'), join(directory, 'key.pem')];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1'];
  execFileSync('openssl', [...request, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const secure = createTlsServer({ cert: readFileSync(cert), key: readFileSync(key) }, answer).listen(0, '127.0.0.1');
  await once(secure, 'listening');
  const secureHost = `127.0.0.1:${(secure.address() as AddressInfo).port}`;
  const place = join(directory, 'etc/certs.d', secureHost);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'hosts.toml'), `server = "https://${secureHost}"\n`);
  const untrusted = await pull(`${secureHost}/missing:1`, [join(directory, 'etc')]);
  secure.closeAllConnections();
  secure.close();
  expect(untrusted).toMatchObject({ code: 'permission-denied', images: ['busybox:latest'] });
  expect(untrusted.said).toContain(`cannot reach ${secureHost}: TLS failed`);
  expect(untrusted.said).toContain('certs.d');
  const refused = await pull(`${secureHost}/missing:1`);
  expect(refused).toMatchObject({ code: 'unavailable', images: ['busybox:latest'] });
  expect(refused.said).toContain(`cannot reach ${secureHost}: nobody listens there`);
  const unknown = await pull('no-such-host.invalid/missing:1');
  expect(unknown).toMatchObject({ images: ['busybox:latest'] });
  expect(unknown.said).toMatch(
    /cannot reach no-such-host\.invalid: (there is no host of this name|its name cannot be looked up)/,
  );
});
