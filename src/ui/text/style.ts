/** Parameters of an SGR sequence without the `ESC [` and the `m`, such as `1;38;5;33`. Empty is the default style. */
export type Style = string;

export const resetSequence = '\u001b[0m';

export function styleSequence(style: Style): string {
  return style === '' ? '' : `\u001b[${style}m`;
}
