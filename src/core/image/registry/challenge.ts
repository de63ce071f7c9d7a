/** What a registry wants to be asked with, from its `WWW-Authenticate`. */
export interface Challenge {
  readonly scheme: 'bearer' | 'basic';
  readonly parameters: Readonly<Record<string, string>>;
}

const challengePattern = /^\s*(bearer|basic)\b\s*(.*)$/is;
const parameterPattern = /([a-zA-Z_]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g;

/** Undefined for a scheme we do not speak. */
export function parseChallenge(header: string): Challenge | undefined {
  const [, scheme, rest = ''] = challengePattern.exec(header) ?? [];
  if (scheme === undefined) return undefined;
  const parameters = [...rest.matchAll(parameterPattern)].map(([, key = '', quoted, plain]) => [
    key.toLowerCase(),
    quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '',
  ]);
  return { scheme: scheme.toLowerCase() as Challenge['scheme'], parameters: Object.fromEntries(parameters) };
}
