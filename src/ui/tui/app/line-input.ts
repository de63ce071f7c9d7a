const enter = '\r';
const endOfInput = '\u0004';
const eraseKeys: ReadonlySet<string> = new Set(['\u007f', '\b']);
const eraseLine = '\u0015';

/**
 * The line discipline that a process on pipes does not have: what is typed is echoed and may be erased until Enter
 * sends the line; Ctrl-d on an empty line ends the input.
 */
export class LineInput {
  #line = '';
  readonly #echo: (data: Uint8Array) => void;

  constructor(echo: (data: Uint8Array) => void) {
    this.#echo = echo;
  }

  /** The bytes to send for what was typed, or that the input ends. */
  take(typed: string): Uint8Array | 'end' {
    let sent = '';
    let echoed = '';
    for (const character of typed) {
      if (character === enter || character === '\n') {
        sent += `${this.#line}\n`;
        this.#line = '';
        echoed += '\r\n';
      } else if (eraseKeys.has(character)) {
        echoed += this.#erase(1);
      } else if (character === eraseLine) {
        echoed += this.#erase([...this.#line].length);
      } else if (character === endOfInput) {
        if (this.#line === '' && sent === '') return 'end';
        sent += this.#line;
        this.#line = '';
      } else if (character >= ' ' || character === '\t') {
        this.#line += character;
        echoed += character;
      }
    }
    if (echoed !== '') this.#echo(Buffer.from(echoed));
    return Buffer.from(sent);
  }

  #erase(count: number): string {
    const characters = [...this.#line];
    const kept = characters.slice(0, Math.max(0, characters.length - count));
    this.#line = kept.join('');
    return '\b \b'.repeat(characters.length - kept.length);
  }
}
