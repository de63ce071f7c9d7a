import { join } from 'node:path';
import { parse } from 'smol-toml';
import * as z from 'zod';
import { ConmanError } from '../../errors/index.ts';
import { listDirectory } from '../../host/directories.ts';
import { readText } from '../../host/files.ts';
import type { Endpoint } from './endpoint.ts';
import { registryHost } from './registry-address.ts';

const mirrorSchema = z.object({
  location: z.string(),
  insecure: z.boolean().default(false),
  'pull-from-mirror': z.enum(['all', 'digest-only', 'tag-only']).default('all'),
});
const registrySchema = z.object({
  prefix: z.string().optional(),
  location: z.string().optional(),
  insecure: z.boolean().default(false),
  blocked: z.boolean().default(false),
  'mirror-by-digest-only': z.boolean().default(false),
  mirror: z.array(mirrorSchema).default([]),
});
const confSchema = z.object({ registry: z.array(registrySchema).default([]) });

export type ConfiguredRegistry = z.infer<typeof registrySchema>;

/** The registries that registries.conf(5) and the files in its directory know; later files count more. */
export async function readRegistriesConf(file: string): Promise<ConfiguredRegistry[]> {
  const directory = `${file}.d`;
  const more = (await listDirectory(directory)).filter((name) => name.endsWith('.conf')).toSorted();
  const files = [file, ...more.map((name) => join(directory, name))];
  const lists = await Promise.all(files.map(readConf));
  return lists.toReversed().flat();
}

async function readConf(path: string): Promise<ConfiguredRegistry[]> {
  const text = await readText(path);
  return text === undefined ? [] : parseToml(path, text, confSchema).registry;
}

/** Throws `failed-precondition`, naming the file, for what cannot be read. */
export function parseToml<T>(path: string, text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : cause instanceof Error ? cause.message : '';
    throw new ConmanError('failed-precondition', `${path} cannot be read: ${why.split('\n')[0]}`, {
      hint: 'Correct it, or move it away.',
      cause,
    });
  }
}

/** Where `domain/path` is to be had by the entry with the longest prefix of it; undefined when there is none. */
export function endpointsByConf(
  registries: readonly ConfiguredRegistry[],
  domain: string,
  path: string,
  hasDigest: boolean,
): Endpoint[] | undefined {
  const name = `${domain}/${path}`;
  const prefixOf = ({ prefix, location }: ConfiguredRegistry): string => prefix ?? location ?? '';
  const matching = registries.filter((registry) => matches(prefixOf(registry), name));
  const [best] = matching.toSorted((a, b) => prefixOf(b).length - prefixOf(a).length);
  if (best === undefined) return undefined;
  if (best.blocked) {
    throw new ConmanError('permission-denied', `${name} is blocked by registries.conf`, {
      hint: 'Whoever administers this machine does not want images of it.',
    });
  }
  const rest = prefixOf(best).startsWith('*.') ? name : name.slice(prefixOf(best).length);
  const at = (location: string, insecure: boolean, isMirror: boolean): Endpoint => {
    const [host = '', ...names] = `${location}${rest}`.split('/');
    return { host: registryHost(host), path: names.join('/'), insecure, isMirror };
  };
  const wanted = best.mirror.filter((mirror) => {
    const when = best['mirror-by-digest-only'] ? 'digest-only' : mirror['pull-from-mirror'];
    return when === 'all' || hasDigest === (when === 'digest-only');
  });
  const isWildcard = prefixOf(best).startsWith('*.');
  const own = isWildcard || best.location === undefined ? undefined : at(best.location, best.insecure, false);
  return [
    ...wanted.map(({ location, insecure }) => at(location, insecure, true)),
    own ?? { host: registryHost(domain), path, insecure: best.insecure, isMirror: false },
  ];
}

/** A prefix ends where a name does; `*.example.com` stands for all below it. */
function matches(prefix: string, name: string): boolean {
  if (prefix.startsWith('*.')) return (name.split('/')[0] ?? '').replace(/:\d+$/, '').endsWith(prefix.slice(1));
  return (
    prefix !== '' &&
    name.startsWith(prefix) &&
    (name.length === prefix.length || /[/:@]/.test(name[prefix.length] ?? ''))
  );
}
