import type { Terminal } from '@xterm/headless';
import type { CursorShape } from '../surface/painter.ts';

/** Shapes by the parameter of DECSCUSR, in pairs of blinking and steady; 0 is the terminal's default. */
const shapes: readonly CursorShape[] = ['block', 'underline', 'bar'];

/** What a program set in its terminal that the emulator knows but does not tell. */
export class PrivateModes {
  isCursorVisible = true;
  cursorShape: CursorShape = 'block';
  isCursorBlinking = true;
  hasSgrMouse = false;

  constructor(terminal: Terminal) {
    const { parser } = terminal;
    // Every handler answers false: the emulator handles the sequence as well.
    parser.registerCsiHandler({ prefix: '?', final: 'h' }, (parameters) => this.#switch(parameters, true));
    parser.registerCsiHandler({ prefix: '?', final: 'l' }, (parameters) => this.#switch(parameters, false));
    parser.registerCsiHandler({ intermediates: ' ', final: 'q' }, ([parameter]) => this.#setCursor(Number(parameter)));
    parser.registerCsiHandler({ intermediates: '!', final: 'p' }, () => this.#reset());
    parser.registerEscHandler({ final: 'c' }, () => this.#reset());
  }

  #switch(parameters: readonly (number | number[])[], isOn: boolean): false {
    for (const parameter of parameters) {
      if (parameter === 25) this.isCursorVisible = isOn;
      if (parameter === 1006) this.hasSgrMouse = isOn;
    }
    return false;
  }

  #setCursor(parameter: number): false {
    this.cursorShape = shapes[Math.max(0, Math.ceil(parameter / 2) - 1)] ?? 'block';
    this.isCursorBlinking = parameter === 0 || parameter % 2 === 1;
    return false;
  }

  #reset(): false {
    this.isCursorVisible = true;
    this.hasSgrMouse = false;
    return this.#setCursor(0);
  }
}
