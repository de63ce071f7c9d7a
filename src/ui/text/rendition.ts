import type { Style } from './style.ts';

/** Which attributes each of the codes that end one takes back. */
const endings: Readonly<Record<number, readonly number[]>> = {
  22: [1, 2],
  23: [3],
  24: [4, 21],
  25: [5],
  27: [7],
  29: [9],
};

/** Attributes that leave text readable. Concealed text (8) is not among them: a reader must see what is there. */
const attributes: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 7, 9, 21]);

const mostParameters = 64;

/** The colours and attributes in force, as a row of SGR sequences builds them up (ECMA-48 8.3.117). */
export class Rendition {
  #foreground = '';
  #background = '';
  readonly #attributes = new Set<number>();

  constructor(style: Style = '') {
    if (style !== '') this.apply(style);
  }

  /** Takes the parameters of one SGR sequence; ignores those it does not know. */
  apply(parameters: string): void {
    const given = parameters.split(/[;:]/, mostParameters);
    for (let index = 0; index < given.length; index++) {
      const code = Number(given[index]);
      if (code === 38 || code === 48) {
        const colour = extendedColour(given, index + 1);
        if (colour === undefined) return;
        if (code === 38) this.#foreground = `38;${colour.text}`;
        else this.#background = `48;${colour.text}`;
        index += colour.length;
      } else this.#applyCode(code);
    }
  }

  /** What sets this rendition on top of the default one. */
  get style(): Style {
    const parts: (string | number)[] = [...this.#attributes];
    if (this.#foreground !== '') parts.push(this.#foreground);
    if (this.#background !== '') parts.push(this.#background);
    return parts.join(';');
  }

  #applyCode(code: number): void {
    if (code === 0) {
      this.#attributes.clear();
      this.#foreground = '';
      this.#background = '';
    } else if (attributes.has(code)) this.#attributes.add(code);
    else if (endings[code]) for (const ended of endings[code]) this.#attributes.delete(ended);
    else if (isWithin(code, 30, 37) || isWithin(code, 90, 97)) this.#foreground = String(code);
    else if (isWithin(code, 40, 47) || isWithin(code, 100, 107)) this.#background = String(code);
    else if (code === 39) this.#foreground = '';
    else if (code === 49) this.#background = '';
  }
}

function isWithin(code: number, from: number, to: number): boolean {
  return code >= from && code <= to;
}

function extendedColour(given: readonly string[], start: number): { text: string; length: number } | undefined {
  const kind = given[start];
  if (kind === '5') {
    const index = channel(given[start + 1]);
    return index === undefined ? undefined : { text: `5;${index}`, length: 2 };
  }
  if (kind !== '2') return undefined;
  // The colon form may name a colour space first: 38:2::r:g:b.
  const offset = given[start + 1] === '' ? 1 : 0;
  const channels = given.slice(start + 1 + offset, start + 4 + offset).map(channel);
  if (channels.length < 3 || channels.includes(undefined)) return undefined;
  return { text: `2;${channels.join(';')}`, length: 4 + offset };
}

function channel(text: string | undefined): number | undefined {
  const value = Number(text);
  return text !== undefined && text !== '' && Number.isInteger(value) && value >= 0 && value <= 255 ? value : undefined;
}
