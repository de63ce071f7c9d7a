import { ConmanError } from '../errors/index.ts';

/** Limits are 64-bit numbers, which JSON can hold and a double cannot. Both are not among the language's types yet. */
const json = JSON as unknown as {
  stringify(value: unknown, replacer: (key: string, value: unknown) => unknown): string;
  rawJSON(text: string): unknown;
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
};

/** The text of config.json; bigints are numbers in it. */
export function specJson(spec: object): string {
  return JSON.stringify(spec, (_, value: unknown) => (typeof value === 'bigint' ? json.rawJSON(String(value)) : value));
}

/** The other way round: whole numbers beyond a double's are bigints. */
export function parseSpecJson(text: string): Readonly<Record<string, unknown>> {
  const spec = json.parse(text, (_, value, { source = '' }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? BigInt(source) : value,
  );
  if (typeof spec === 'object' && spec !== null) return spec as Readonly<Record<string, unknown>>;
  throw new ConmanError('data-loss', 'the configuration of the container is not an object');
}
