import type { ThemeName } from '../theme/theme.ts';

/** A command of the user's own, run in the selected container in a pane. */
export interface CustomCommand {
  /** What it is called in the menus and the help. */
  readonly name: string;
  readonly key: string;
  /** Command and arguments; `{name}`, `{id}` and `{image}` are those of the container. */
  readonly command: readonly string[];
}

/** What the configuration file says; `docs/config.md` describes it. */
export interface Config {
  readonly theme: ThemeName;
  /** False leaves the mouse to the terminal. */
  readonly mouse: boolean;
  readonly readOnly: boolean;
  /** No frames, no symbols: for people who hear the screen. */
  readonly screenReader: boolean;
  /** Keys that reach conman from a shell pane. */
  readonly prefixKeys: readonly string[];
  /** Other keys for what a key does, by the name that docs/keys.md lists. An empty list takes the key away. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly commands: readonly CustomCommand[];
}

export const defaultConfig: Config = {
  theme: 'terminal',
  mouse: true,
  readOnly: false,
  screenReader: false,
  prefixKeys: ['ctrl-g', 'f12'],
  keys: {},
  commands: [],
};
