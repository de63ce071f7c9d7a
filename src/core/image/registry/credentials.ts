import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { readText } from '../../host/files.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const entry = z.object({
  auth: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
});
const fileSchema = z.object({ auths: z.record(z.string(), entry).default({}) });

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

/** Those for the registry and repository, of the most exact entry of the first file that has one. */
export async function findCredentials(
  files: readonly string[],
  domain: string,
  path: string,
): Promise<Credentials | undefined> {
  for (const file of files) {
    const text = await readText(file).catch(() => undefined);
    const credentials = text === undefined ? undefined : credentialsIn(text, domain, path);
    if (credentials !== undefined) return credentials;
  }
  return undefined;
}

/** A file that is none of its kind has no credentials. */
export function credentialsIn(text: string, domain: string, path: string): Credentials | undefined {
  const auths = parse(text);
  const names = path.split('/');
  // `registry/owner/app`, `registry/owner`, `registry`.
  const keys = names.map((_, index) => [domain, ...names.slice(0, names.length - index)].join('/'));
  for (const key of [...keys, domain, ...(domain === 'docker.io' ? dockerKeys : [])]) {
    const found = auths[key] ?? auths[`https://${key}`] ?? auths[`https://${key}/v2/`] ?? auths[`http://${key}`];
    const credentials = found && decode(found);
    if (credentials !== undefined) return credentials;
  }
  return undefined;
}

function parse(text: string): z.infer<typeof fileSchema>['auths'] {
  try {
    return fileSchema.parse(JSON.parse(text)).auths;
  } catch {
    return {};
  }
}

function decode({ auth, username, password }: z.infer<typeof entry>): Credentials | undefined {
  if (username && password) return { username, password };
  const pair = Buffer.from(auth ?? '', 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon < 1
    ? undefined
    : { username: pair.slice(0, colon), password: pair.slice(colon + 1).replace(/\0+$/, '') };
}
