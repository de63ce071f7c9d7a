import type { MouseEvent } from './event.ts';

const buttons = ['left', 'middle', 'right', 'none'] as const;
const wheels = ['wheel-up', 'wheel-down', 'wheel-left', 'wheel-right'] as const;

/** Reads `CSI < code ; column ; row M|m` (mode 1006), without the introducer. */
export function parseMouse(body: string, final: string): MouseEvent | undefined {
  const match = /^<(\d+);(\d+);(\d+)$/.exec(body);
  if (!match || (final !== 'M' && final !== 'm')) return undefined;
  const [code = 0, column = 0, row = 0] = match.slice(1).map(Number);
  if (column < 1 || row < 1 || code >= 128) return undefined;
  const common = {
    kind: 'mouse',
    x: column - 1,
    y: row - 1,
    shift: (code & 4) !== 0,
    alt: (code & 8) !== 0,
    ctrl: (code & 16) !== 0,
  } as const;
  if ((code & 64) !== 0) return { ...common, action: wheels[code & 3] ?? 'wheel-up', button: 'none' };
  const button = buttons[code & 3] ?? 'none';
  if ((code & 32) !== 0) return { ...common, action: 'move', button };
  return { ...common, action: final === 'm' ? 'release' : 'press', button };
}

/** The number of an event in a mouse report, as every encoding begins with it. */
export function mouseCode(event: MouseEvent): number {
  const wheel = (wheels as readonly string[]).indexOf(event.action);
  const button = wheel >= 0 ? 64 + wheel : buttons.indexOf(event.button);
  const motion = event.action === 'move' ? 32 : 0;
  return button + motion + (event.shift ? 4 : 0) + (event.alt ? 8 : 0) + (event.ctrl ? 16 : 0);
}
