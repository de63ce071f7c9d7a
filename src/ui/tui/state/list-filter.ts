/** What a filter can look at in an item. */
export interface Filterable {
  /** By name; a word without a field is looked for in all of them. */
  readonly fields: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

export type ListFilter =
  | { readonly ok: true; readonly matches: (item: Filterable) => boolean }
  | { readonly ok: false; readonly problem: string };

type Term = (item: Filterable) => boolean;

const termPattern = /!?(?:\/(?:\\.|[^/\\])*\/?|[^\s]+)/g;

/**
 * The filter language: words that must all occur, `/regular expressions/`, `label:key` and `label:key=value`,
 * `field:value` such as `state:running`; `!` before any of these turns it round. Upper and lower case are the same.
 */
export function parseListFilter(text: string, fields: readonly string[]): ListFilter {
  const terms: Term[] = [];
  for (const [word] of text.matchAll(termPattern)) {
    const isTurned = word.startsWith('!') && word.length > 1;
    const term = parseTerm(isTurned ? word.slice(1) : word, fields);
    if (typeof term === 'string') return { ok: false, problem: term };
    terms.push(isTurned ? (item) => !term(item) : term);
  }
  return { ok: true, matches: (item) => terms.every((term) => term(item)) };
}

function parseTerm(word: string, fields: readonly string[]): Term | string {
  if (word.startsWith('/') && word.length > 2 && word.endsWith('/')) return regularExpression(word.slice(1, -1));
  const [, name, value] = /^([a-z]+):(.*)$/i.exec(word) ?? [];
  const field = name?.toLowerCase();
  if (field === 'label' && value !== undefined) return label(value);
  if (field !== undefined && value !== undefined && fields.includes(field)) return inField(field, value.toLowerCase());
  return anywhere(word.toLowerCase());
}

function regularExpression(source: string): Term | string {
  try {
    const pattern = new RegExp(source, 'i');
    return ({ fields }) => Object.values(fields).some((text) => pattern.test(text));
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error);
  }
}

function label(text: string): Term {
  const equals = text.indexOf('=');
  const key = equals < 0 ? text : text.slice(0, equals);
  const wanted = equals < 0 ? undefined : text.slice(equals + 1);
  return ({ labels }) => Object.hasOwn(labels, key) && (wanted === undefined || labels[key] === wanted);
}

const inField =
  (field: string, wanted: string): Term =>
  ({ fields }) =>
    (fields[field] ?? '').toLowerCase().includes(wanted);

const anywhere =
  (wanted: string): Term =>
  ({ fields }) =>
    Object.values(fields).some((text) => text.toLowerCase().includes(wanted));
