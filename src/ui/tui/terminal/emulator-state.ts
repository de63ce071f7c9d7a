import type { Terminal } from '@xterm/headless';

/** What the emulator knows but does not tell. Not public: where it is absent, nothing is taken for granted. */
interface EmulatorCore {
  readonly _core?: {
    readonly _inputHandler?: { readonly _parser?: { readonly currentState?: number } };
    readonly _bufferService?: { readonly buffer?: { readonly scrollTop?: number; readonly scrollBottom?: number } };
  };
}

const groundState = 0;

/** True when a line feed on the last row pushes the first one into the scrollback, and no sequence is half done. */
export function scrollsAsWhole(terminal: Terminal): boolean {
  const core = (terminal as unknown as EmulatorCore)._core;
  const buffer = core?._bufferService?.buffer;
  return (
    core?._inputHandler?._parser?.currentState === groundState &&
    terminal.buffer.active.type === 'normal' &&
    buffer?.scrollTop === 0 &&
    buffer.scrollBottom === terminal.rows - 1
  );
}
