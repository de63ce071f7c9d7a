import { join } from 'node:path';
import * as z from 'zod';
import { listDirectory } from '../../host/directories.ts';
import { readText } from '../../host/files.ts';
import type { TlsOptions } from '../../host/http-client.ts';
import type { Endpoint } from './endpoint.ts';
import { parseToml } from './registries-conf.ts';

const oneOrMore = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : [value]));
const hostFields = {
  capabilities: z.array(z.string()).default(['pull', 'resolve', 'push']),
  ca: oneOrMore.optional(),
  client: z.union([z.string(), z.array(z.union([z.string(), z.array(z.string())]))]).optional(),
  skip_verify: z.boolean().default(false),
  override_path: z.boolean().default(false),
  header: z.record(z.string(), oneOrMore).default({}),
};
const hostSchema = z.object(hostFields);
const fileSchema = z.object({
  ...hostFields,
  server: z.string().optional(),
  host: z.record(z.string(), hostSchema).default({}),
});

type Host = z.infer<typeof hostSchema>;

/**
 * Where `domain/path` is to be had by containerd's hosts.toml, in a directory of the registry's name or `_default`;
 * undefined when there is none (containerd, docs/hosts.md).
 */
export async function endpointsByHostsToml(
  directory: string,
  domain: string,
  path: string,
  purpose: 'pull' | 'push',
): Promise<Endpoint[] | undefined> {
  for (const name of [domain, domain.replace(':', '_'), '_default']) {
    const place = join(directory, name);
    const file = join(place, 'hosts.toml');
    const text = await readText(file);
    if (text === undefined) continue;
    const { server, host: hosts, ...own } = parseToml(file, text, fileSchema);
    const mirrors = Object.entries(hosts).filter(([, { capabilities }]) => capabilities.includes(purpose));
    const endpoints = await Promise.all(mirrors.map(([url, host]) => endpointOf(place, url, host, path, true)));
    const upstream = server ?? (domain === 'docker.io' ? 'https://registry-1.docker.io' : `https://${domain}`);
    return [...endpoints, await endpointOf(place, upstream, own, path, false)];
  }
  return undefined;
}

async function endpointOf(place: string, text: string, host: Host, path: string, isMirror: boolean): Promise<Endpoint> {
  const url = new URL(/^https?:\/\//.test(text) ? text : `https://${text}`);
  const prefix = url.pathname.replace(/\/$/, '');
  const tls = await tlsOf(place, host);
  const headers = Object.fromEntries(Object.entries(host.header).map(([name, values]) => [name, values.join(', ')]));
  return {
    host: url.host,
    path,
    origin: url.origin,
    // `override_path`: what the URL has is all there is in front of the repository.
    ...(prefix !== '' && { prefix: host.override_path || prefix.endsWith('/v2') ? prefix : `${prefix}/v2` }),
    insecure: false,
    isMirror,
    tls,
    headers,
  };
}

async function tlsOf(place: string, { ca = [], client, skip_verify: skipVerify }: Host): Promise<TlsOptions> {
  const pair = typeof client === 'string' ? [client] : (client?.flat() ?? []);
  const read = async (path: string): Promise<string | undefined> =>
    await readText(path.startsWith('/') ? path : join(place, path));
  const certificates = (await Promise.all(ca.map(read))).filter((text) => text !== undefined);
  const cert = pair[0] === undefined ? undefined : await read(pair[0]);
  const key = pair[0] === undefined ? undefined : await read(pair[1] ?? pair[0]);
  return {
    verify: !skipVerify,
    ...(certificates.length > 0 && { ca: certificates }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
}

/** What lies beside a registry's name in docker's `certs.d`: `*.crt` are authorities, `*.cert` and `*.key` our own. */
export async function tlsByCertificates(directory: string, host: string): Promise<TlsOptions | undefined> {
  const place = join(directory, host);
  const names = (await listDirectory(place)).toSorted();
  if (names.length === 0) return undefined;
  const read = async (suffix: string): Promise<string[]> => {
    const texts = await Promise.all(
      names.filter((name) => name.endsWith(suffix)).map((name) => readText(join(place, name))),
    );
    return texts.filter((text) => text !== undefined);
  };
  const [ca, [cert], [key]] = await Promise.all([read('.crt'), read('.cert'), read('.key')]);
  return {
    ...(ca.length > 0 && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
}
