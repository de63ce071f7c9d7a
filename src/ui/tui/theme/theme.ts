/** How something looks. */
export interface Look {
  readonly color?: Color;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
}

export type NamedColor = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'gray' | 'white';
/** One of the terminal's own 16 colours, or one of 16 million: `#rrggbb`. */
export type Color = NamedColor | `#${string}`;

/** What is coloured is a meaning; which colour it has is said here alone. Nothing is told by colour only. */
const terminal = {
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

export type Token = keyof typeof terminal;
export type Theme = Readonly<Record<Token, Look>>;

export const themeNames = ['terminal', 'dark', 'light', 'high-contrast'] as const;
export type ThemeName = (typeof themeNames)[number];

/** Colours of their own in place of the terminal's, for backgrounds that these may not suit. */
const palettes: Readonly<Record<'dark' | 'light', Readonly<Record<NamedColor, Color>>>> = {
  dark: {
    red: '#ff7a85',
    green: '#9ece6a',
    yellow: '#e0af68',
    blue: '#7aa2f7',
    magenta: '#bb9af7',
    cyan: '#7dcfff',
    gray: '#8a91a8',
    white: '#e6e9f0',
  },
  light: {
    red: '#b3172b',
    green: '#256b1f',
    yellow: '#7a5200',
    blue: '#1f4fbf',
    magenta: '#7a2f9e',
    cyan: '#00626e',
    gray: '#5c6370',
    white: '#1f2328',
  },
};

function recoloured(palette: Readonly<Record<NamedColor, Color>>): Theme {
  return mapLooks(({ dim, color, ...look }) => {
    // Dim text is the terminal's own idea of grey, which on a light background is often too faint.
    const named = dim ? 'gray' : (color as NamedColor | undefined);
    return named === undefined ? look : { ...look, color: palette[named] };
  });
}

/** Nothing faint, what is coloured is bold too. */
function highContrast(): Theme {
  return mapLooks(({ dim: _, color, ...look }) =>
    color === undefined || color === 'gray' ? look : { ...look, color, bold: true },
  );
}

function mapLooks(change: (look: Look) => Look): Theme {
  const changed = Object.entries<Look>(terminal).map(([token, look]) => [token, change(look)]);
  return Object.fromEntries(changed) as Theme;
}

/** A theme by name; without colours (NO_COLOR) bold, dim and inverse still tell things apart. */
export function createTheme(hasColours: boolean, name: ThemeName = 'terminal'): Theme {
  if (!hasColours) return mapLooks(({ color: _, ...look }) => look);
  if (name === 'terminal') return terminal;
  return name === 'high-contrast' ? highContrast() : recoloured(palettes[name]);
}
