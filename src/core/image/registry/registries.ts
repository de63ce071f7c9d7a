import { join } from 'node:path';
import type { RegistryLogin } from '../../api/image-transfer.ts';
import { ConmanError } from '../../errors/index.ts';
import { HttpClient } from '../../host/http-client.ts';
import type { ImageReference } from '../reference.ts';
import { parseReference } from '../reference.ts';
import { AuthFile } from './auth-file.ts';
import { type Credentials, credentialFiles, findCredentials } from './credentials.ts';
import type { Endpoint } from './endpoint.ts';
import { endpointsByHostsToml, tlsByCertificates } from './hosts-toml.ts';
import { endpointsByConf, readRegistriesConf } from './registries-conf.ts';
import { isLoopback, registryHost } from './registry-address.ts';
import { RegistryClient } from './registry-client.ts';
import { defaultRetries } from './retry.ts';

export interface RegistryPlaces {
  /** Where conman keeps logins. */
  readonly authFile: string;
  /** Directories with `registries.conf` and `certs.d`, the first that has something about a registry counts. */
  readonly configurations: readonly string[];
  /** For proxies, and where others keep logins. */
  readonly environment: NodeJS.ProcessEnv;
}

/** conman's own first, then what other programs on this machine obey. */
export const defaultConfigurations = ['/etc/conman', '/etc/containers', '/etc/containerd', '/etc/docker'];

/** The registries of the world, as this machine is to speak to them. Read anew each time: they are a few small files. */
export class Registries {
  readonly #places: RegistryPlaces;
  readonly #authFile: AuthFile;

  constructor(places: RegistryPlaces) {
    this.#places = places;
    this.#authFile = new AuthFile(places.authFile);
  }

  /** Tries the mirrors, then the registry itself: what that says counts. */
  async firstThatHas<T>(
    reference: ImageReference,
    abort: AbortSignal,
    use: (client: RegistryClient) => Promise<T>,
  ): Promise<T> {
    for (const endpoint of await this.#endpoints(reference, 'pull')) {
      try {
        return await use(await this.#client(endpoint, 'pull'));
      } catch (error) {
        if (!endpoint.isMirror || abort.aborted) throw error;
      }
    }
    throw new ConmanError(
      'failed-precondition',
      `nothing is configured that has ${reference.domain}/${reference.path}`,
    );
  }

  /** Images go to the registry itself. `from`: repositories there that content may be taken from. */
  async forPush(reference: ImageReference, from: readonly string[]): Promise<RegistryClient> {
    const endpoint = (await this.#endpoints(reference, 'push')).find(({ isMirror }) => !isMirror);
    if (endpoint === undefined) throw new ConmanError('failed-precondition', `${reference.domain} takes no images`);
    return await this.#client(endpoint, 'push', from);
  }

  async login({ registry, username, password }: RegistryLogin): Promise<void> {
    const domain = domainOf(registry);
    if (username === '' || username.includes(':') || password === '') {
      throw new ConmanError('invalid-argument', 'a name without ":" and a password are needed to log in');
    }
    const endpoint = await this.#registry(domain);
    const client = await this.#client(endpoint, 'login', [], { kind: 'password', username, password });
    await client.check(new AbortController().signal);
    await this.#authFile.set(domain, username, password);
  }

  async logout(registry: string): Promise<boolean> {
    return await this.#authFile.remove(domainOf(registry));
  }

  async #registry(domain: string): Promise<Endpoint> {
    const endpoints = await this.#endpoints({ domain, path: '', tag: undefined, digest: undefined }, 'push');
    return endpoints.find(({ isMirror }) => !isMirror) ?? plainEndpoint(domain, '');
  }

  async #endpoints({ domain, path, digest }: ImageReference, purpose: 'pull' | 'push'): Promise<Endpoint[]> {
    for (const directory of this.#places.configurations) {
      const byHosts = await endpointsByHostsToml(join(directory, 'certs.d'), domain, path, purpose);
      if (byHosts !== undefined) return byHosts;
      const known = await readRegistriesConf(join(directory, 'registries.conf'));
      const byConf = endpointsByConf(known, domain, path, digest !== undefined);
      if (byConf !== undefined) return byConf;
    }
    return [plainEndpoint(domain, path)];
  }

  async #client(
    endpoint: Endpoint,
    purpose: 'pull' | 'push' | 'login',
    from: readonly string[] = [],
    credentials?: Credentials,
  ): Promise<RegistryClient> {
    const { environment, configurations } = this.#places;
    const domain = endpoint.host === registryHost('docker.io') ? 'docker.io' : endpoint.host;
    const files = [this.#authFile.path, ...credentialFiles(environment)];
    let tls = endpoint.tls;
    for (const directory of configurations) tls ??= await tlsByCertificates(join(directory, 'certs.d'), endpoint.host);
    // On this machine any certificate will do, as docker has it; but not where something else was written down.
    const isTrusted = endpoint.insecure || (endpoint.origin === undefined && isLoopback(hostnameOf(endpoint.host)));
    return new RegistryClient({
      endpoint,
      http: new HttpClient(environment, isTrusted ? { ...tls, verify: false } : tls),
      credentials: credentials ?? (await findCredentials(files, domain, endpoint.path, environment['PATH'])),
      retries: defaultRetries,
      scopes: scopesOf(endpoint.path, purpose, from),
    });
  }
}

function plainEndpoint(domain: string, path: string): Endpoint {
  return { host: registryHost(domain), path, insecure: false, isMirror: false };
}

function scopesOf(path: string, purpose: 'pull' | 'push' | 'login', from: readonly string[]): string[] {
  if (purpose === 'login') return [];
  const own = `repository:${path}:${purpose === 'push' ? 'pull,push' : 'pull'}`;
  return [own, ...from.map((repository) => `repository:${repository}:pull`)];
}

function hostnameOf(host: string): string {
  return new URL(`https://${host}`).hostname;
}

/** Of what people write: a host, or a URL of it. */
function domainOf(registry: string): string {
  const host = registry.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  return parseReference(`${host === 'docker.io' || host === '' ? 'docker.io' : host}/x/y`).domain;
}
