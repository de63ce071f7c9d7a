import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { readText } from '../../host/files.ts';
import { askCredentialHelper } from './credential-helper.ts';

export interface PasswordCredentials {
  readonly kind: 'password';
  readonly username: string;
  readonly password: string;
}

/** A token that tokens are had for. */
export interface IdentityCredentials {
  readonly kind: 'identity';
  readonly token: string;
}

export type Credentials = PasswordCredentials | IdentityCredentials;

const entry = z.object({
  auth: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  identitytoken: z.string().optional(),
});
const fileSchema = z.object({
  auths: z.record(z.string(), entry).default({}),
  credHelpers: z.record(z.string(), z.string()).default({}),
  credsStore: z.string().optional(),
});

type CredentialFile = z.infer<typeof fileSchema>;

/** What docker calls its own registry in its file. */
const dockerKeys = ['https://index.docker.io/v1/', 'index.docker.io', 'docker.io'];

interface CredentialEnvironment {
  readonly HOME?: string | undefined;
  readonly DOCKER_CONFIG?: string | undefined;
  readonly REGISTRY_AUTH_FILE?: string | undefined;
}

/** Where `login` of podman and docker write. */
export function credentialFiles(environment: CredentialEnvironment): string[] {
  const home = environment.HOME ?? homedir();
  return [
    environment.REGISTRY_AUTH_FILE,
    join('/run/containers', String(process.getuid?.() ?? 0), 'auth.json'),
    join(home, '.config/containers/auth.json'),
    join(environment.DOCKER_CONFIG ?? join(home, '.docker'), 'config.json'),
  ].filter((path) => path !== undefined);
}

/** Those for the registry and repository, of the most exact entry of the first file that has one. Helpers are on `searchPath`. */
export async function findCredentials(
  files: readonly string[],
  domain: string,
  path: string,
  searchPath?: string,
): Promise<Credentials | undefined> {
  for (const file of files) {
    const text = await readText(file).catch(() => undefined);
    const parsed = text === undefined ? undefined : parseFile(text);
    const credentials = parsed && (entryFor(parsed, domain, path) ?? (await helperFor(parsed, domain, searchPath)));
    if (credentials !== undefined) return credentials;
  }
  return undefined;
}

/** A file that is none of its kind has no credentials. */
export function credentialsIn(text: string, domain: string, path: string): Credentials | undefined {
  return entryFor(parseFile(text), domain, path);
}

function entryFor({ auths }: CredentialFile, domain: string, path: string): Credentials | undefined {
  const names = path === '' ? [] : path.split('/');
  // `registry/owner/app`, `registry/owner`, `registry`.
  const keys = names.map((_, index) => [domain, ...names.slice(0, names.length - index)].join('/'));
  for (const key of [...keys, domain, ...(domain === 'docker.io' ? dockerKeys : [])]) {
    const found = auths[key] ?? auths[`https://${key}`] ?? auths[`https://${key}/v2/`] ?? auths[`http://${key}`];
    const credentials = found && decode(found);
    if (credentials !== undefined) return credentials;
  }
  return undefined;
}

/** What the file leaves to another program. */
async function helperFor(
  { credHelpers, credsStore }: CredentialFile,
  domain: string,
  searchPath: string | undefined,
): Promise<Credentials | undefined> {
  const servers = domain === 'docker.io' ? dockerKeys : [domain];
  for (const server of servers) {
    const helper = credHelpers[server] ?? credsStore;
    const credentials = helper === undefined ? undefined : await askCredentialHelper(helper, server, searchPath);
    if (credentials !== undefined) return credentials;
  }
  return undefined;
}

function parseFile(text: string): CredentialFile {
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch {
    return { auths: {}, credHelpers: {} };
  }
}

function decode({ auth, username, password, identitytoken }: z.infer<typeof entry>): Credentials | undefined {
  if (identitytoken) return { kind: 'identity', token: identitytoken };
  if (username && password) return { kind: 'password', username, password };
  const pair = Buffer.from(auth ?? '', 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 1) return undefined;
  return {
    kind: 'password',
    username: pair.slice(0, colon),
    password: pair.slice(colon + 1).replace(/\0+$/, ''),
  };
}
