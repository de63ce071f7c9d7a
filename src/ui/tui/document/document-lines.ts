/** A line of a document: a name and a value, or the beginning of what is inside. */
export interface DocumentLine {
  /** Names it among all lines, so that folding and the place stay when the document is read again. */
  readonly path: string;
  readonly depth: number;
  /** Empty in a list. */
  readonly name: string;
  /** A value; undefined where lines below it belong to this one. */
  readonly value: string | undefined;
  readonly kind: 'string' | 'number' | 'boolean' | 'null' | 'object' | 'list';
  /** What a folded line hides. */
  readonly inside: number;
}

/** Plain JSON values (and bigints) as lines, in the manner of YAML. */
export function documentLines(value: unknown): readonly DocumentLine[] {
  const lines: DocumentLine[] = [];
  if (isNested(value)) addInside(lines, value, '', 0);
  else lines.push(leaf('', '', value, 0));
  return lines;
}

function addInside(lines: DocumentLine[], value: object, path: string, depth: number): void {
  const isList = Array.isArray(value);
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    const innerPath = `${path}/${key}`;
    const name = isList ? '' : key;
    if (!isNested(inner)) {
      lines.push(leaf(innerPath, name, inner, depth));
      continue;
    }
    const kind = Array.isArray(inner) ? 'list' : 'object';
    lines.push({ path: innerPath, depth, name, value: undefined, kind, inside: Object.keys(inner).length });
    addInside(lines, inner, innerPath, depth + 1);
  }
}

/** Empty lists and objects are values: there is nothing to fold. */
function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function leaf(path: string, name: string, value: unknown, depth: number): DocumentLine {
  const text = (kind: DocumentLine['kind'], shown: string): DocumentLine => ({
    ...{ path, depth, name, kind, value: shown, inside: 0 },
  });
  switch (typeof value) {
    case 'string':
      return text('string', value === '' ? "''" : value);
    case 'number':
    case 'bigint':
      return text('number', String(value));
    case 'boolean':
      return text('boolean', String(value));
    default:
      return text('null', value === null || value === undefined ? '-' : Array.isArray(value) ? '[]' : '{}');
  }
}
