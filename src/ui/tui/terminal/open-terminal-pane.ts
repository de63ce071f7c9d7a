import type { TerminalPane, TerminalPaneOptions } from './terminal-pane.ts';

/** Opens a pane. The emulator is loaded with the first one: most starts of the program need none. */
export async function openTerminalPane(options: TerminalPaneOptions): Promise<TerminalPane> {
  const { TerminalPane } = await import('./terminal-pane.ts');
  return new TerminalPane(options);
}
