import * as z from 'zod';
import { bindings } from '../keys/bindings.ts';
import { themeNames } from '../theme/theme.ts';
import { type Config, defaultConfig } from './config.ts';
import { configuredBindings } from './configured-bindings.ts';

const chord = z
  .string()
  .regex(/^(?:(?:ctrl|alt|shift)-)*(?:[a-z0-9]+|[^\s])$/i, 'is no key: write x, X, ctrl-x, alt-x, f5, pageup');

const schema = z.strictObject({
  theme: z.enum(themeNames).optional(),
  mouse: z.boolean().optional(),
  readOnly: z.boolean().optional(),
  screenReader: z.boolean().optional(),
  prefixKeys: z.array(chord).min(1).optional(),
  keys: z.record(z.string(), z.array(chord)).optional(),
  commands: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        key: chord,
        command: z.array(z.string().min(1)).min(1),
      }),
    )
    .optional(),
});

export type ParsedConfig =
  | { readonly ok: true; readonly config: Config }
  /** Each says where and what, and what is allowed there. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** The text of a configuration file. Nothing is guessed: one wrong word and all of it is refused, with every reason. */
export function parseConfig(text: string): ParsedConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [`is not JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const result = schema.safeParse(json);
  if (!result.success) return { ok: false, problems: result.error.issues.flatMap(problemTexts) };
  const given = Object.fromEntries(Object.entries(result.data).filter(([, value]) => value !== undefined));
  const config: Config = { ...defaultConfig, ...given };
  const problems = keyProblems(config);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config };
}

const allowed: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(schema.shape),
  commands: ['name', 'key', 'command'],
};

function problemTexts(issue: z.core.$ZodIssue): readonly string[] {
  const place = issue.path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  );
  if (issue.code === 'unrecognized_keys') {
    const here = allowed[String(issue.path[0] ?? '')] ?? [];
    return issue.keys.map((key) => {
      const name = place === '' ? key : `${place}.${key}`;
      return `${name} is not known; there are ${here.join(', ')}`;
    });
  }
  if (issue.code === 'invalid_value') return [`${place} has to be one of ${issue.values.map(String).join(', ')}`];
  if (issue.code === 'invalid_type') return [`${place} has to be of the type ${issue.expected}`];
  return [`${place === '' ? 'it' : place} ${issue.message}`];
}

/** Names nobody knows, and keys that would mean two things. */
function keyProblems(config: Config): readonly string[] {
  const names = new Set(bindings.map(({ action }) => action));
  const unknown = Object.keys(config.keys).filter((name) => !names.has(name));
  if (unknown.length > 0) {
    return unknown.map((name) => `keys.${name} is not known; docs/keys.md lists the names: ${nearest(name, names)}`);
  }
  const taken = new Map<string, string>();
  return configuredBindings(config).flatMap((binding) =>
    binding.chords.flatMap((key) => {
      const place = `${binding.context} ${key}`;
      const other = taken.get(place);
      taken.set(place, binding.action);
      return other === undefined || other === binding.action
        ? []
        : [`${key} would mean two things: ${other} and ${binding.action}; give one of them another key`];
    }),
  );
}

/** Names that share a word with the wrong one, or the first ones. */
function nearest(name: string, names: ReadonlySet<string>): string {
  const words = name
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 2);
  const near = [...names].filter((known) => words.some((word) => known.includes(word)));
  return `${(near.length > 0 ? near : [...names]).slice(0, 12).join(', ')}, ...`;
}
