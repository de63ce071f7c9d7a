import * as z from 'zod';
import { ConmanError } from '../../errors/index.ts';

/** Versions of the CNI specification that conman speaks, newest first. */
export const cniVersions = ['1.1.0', '1.0.0', '0.4.0', '0.3.1', '0.3.0'] as const;
export type CniVersion = (typeof cniVersions)[number];

const pluginSchema = z.looseObject({
  type: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]*$/, 'is no name of a program'),
  capabilities: z.record(z.string(), z.boolean()).optional(),
});

/** A configuration list (CNI 1.1, "Configuration format"). What it says to its plugins is theirs to check. */
export const conflistSchema = z.looseObject({
  cniVersion: z.string().optional(),
  cniVersions: z.array(z.string()).optional(),
  name: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/, 'is no name of a network'),
  disableCheck: z.boolean().optional(),
  disableGC: z.boolean().optional(),
  plugins: z.array(pluginSchema).min(1),
});

export type Conflist = z.infer<typeof conflistSchema>;
export type PluginConfig = z.infer<typeof pluginSchema>;

/** A list, or the configuration of a single plugin, which is a list of one. `source` is said in errors. */
export function parseConflist(text: string, source: string): Conflist {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ConmanError('invalid-argument', `${source} is not JSON`, { cause });
  }
  const single = z.looseObject({ type: z.string(), plugins: z.undefined().optional() }).safeParse(json);
  const { cniVersion, name } = (json ?? {}) as { cniVersion?: unknown; name?: unknown };
  const result = conflistSchema.safeParse(single.success ? { cniVersion, name, plugins: [json] } : json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue?.path.join('.') ?? '';
  throw new ConmanError('invalid-argument', `${source} is no CNI configuration: "${place}" ${issue?.message ?? ''}`);
}

/** The newest version that both sides speak. A list without one is of a time when there was only 0.2.0. */
export function versionOf(conflist: Conflist): CniVersion {
  const offered = conflist.cniVersions ?? [conflist.cniVersion ?? '0.2.0'];
  const version = cniVersions.find((known) => offered.includes(known));
  if (version !== undefined) return version;
  throw new ConmanError(
    'failed-precondition',
    `network ${conflist.name} is written for CNI ${offered.join(', ')}, which conman does not speak`,
    { hint: `It speaks ${cniVersions.join(', ')}.` },
  );
}

/** CHECK came with 0.4.0, GC and STATUS with 1.1.0. */
export function isAtLeast(version: CniVersion, wanted: CniVersion): boolean {
  return cniVersions.indexOf(version) <= cniVersions.indexOf(wanted);
}
