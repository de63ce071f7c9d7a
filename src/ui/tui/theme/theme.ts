/** How something looks, in terms every terminal has: its own 16 colours and a few attributes. */
export interface Look {
  readonly color?: Color;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
}

export type Color = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'gray';

/** What is coloured is a meaning; which colour it has is said here alone. Nothing is told by colour only. */
const coloured = {
  plain: {},
  faint: { dim: true },
  heading: { bold: true },
  program: { color: 'cyan', bold: true },
  frame: { dim: true },
  frameFocused: { color: 'cyan', bold: true },
  title: {},
  titleFocused: { bold: true },
  tab: { dim: true },
  tabFocused: { bold: true, inverse: true },
  columnTitle: { dim: true },
  selected: { inverse: true },
  selectedBlurred: { bold: true },
  marked: { color: 'yellow' },
  running: { color: 'green' },
  created: { color: 'cyan' },
  ended: { dim: true },
  failed: { color: 'red' },
  unknown: { color: 'yellow', bold: true },
  pending: { color: 'yellow' },
  good: { color: 'green' },
  info: { color: 'cyan' },
  warning: { color: 'yellow', bold: true },
  error: { color: 'red', bold: true },
  hintKey: { bold: true },
  hintText: { dim: true },
  dialog: { color: 'cyan', bold: true },
  fieldLabel: {},
  fieldLabelActive: { bold: true },
  cursor: { inverse: true },
  choice: {},
  choiceMarked: { inverse: true },
  timestamp: { dim: true },
  stderrMark: { color: 'red' },
  documentName: { color: 'cyan' },
  documentText: {},
  documentNumber: { color: 'yellow' },
  graph: { color: 'green' },
  graphSecond: { color: 'blue' },
  match: { color: 'magenta', bold: true, underline: true },
} as const satisfies Readonly<Record<string, Look>>;

export type Token = keyof typeof coloured;
export type Theme = Readonly<Record<Token, Look>>;

function withoutColor({ color: _, ...look }: Look): Look {
  return look;
}

/** The terminal's own colours; without them (NO_COLOR) bold, dim and inverse still tell things apart. */
export function createTheme(colours: boolean): Theme {
  if (colours) return coloured;
  const plain = Object.entries<Look>(coloured).map(([token, look]) => [token, withoutColor(look)]);
  return Object.fromEntries(plain) as Theme;
}
