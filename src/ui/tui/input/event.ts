/**
 * A key as its *chord*: `j`, `G`, `?`, `space`, `enter`, `escape`, `tab`, `backspace`, `delete`, `insert`, `up`, `down`,
 * `left`, `right`, `home`, `end`, `pageup`, `pagedown`, `f1` to `f12`, with `ctrl-`, `alt-`, `shift-` before it in this
 * order (`ctrl-g`, `alt-x`, `shift-tab`, `ctrl-alt-left`). A shifted letter is the capital letter.
 */
export interface KeyEvent {
  readonly kind: 'key';
  readonly chord: string;
  /** What the key types, empty for the others. */
  readonly text: string;
  /** The bytes as the terminal sent them. */
  readonly raw: string;
}

export interface MouseEvent {
  readonly kind: 'mouse';
  readonly action: 'press' | 'release' | 'move' | 'wheel-up' | 'wheel-down' | 'wheel-left' | 'wheel-right';
  /** `none` when the mouse moves with no button held, or for a wheel. */
  readonly button: 'left' | 'middle' | 'right' | 'none';
  /** Cell from 0,0: of the screen when it arrives, of a surface once it was translated. */
  readonly x: number;
  readonly y: number;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
}

export interface PasteEvent {
  readonly kind: 'paste';
  readonly text: string;
}

/** The terminal window got or lost the focus. */
export interface FocusEvent {
  readonly kind: 'focus';
  readonly focused: boolean;
}

/** A whole sequence without a meaning to us: a terminal's reply or a key we do not know. */
export interface UnknownEvent {
  readonly kind: 'unknown';
  readonly raw: string;
}

export type InputEvent = KeyEvent | MouseEvent | PasteEvent | FocusEvent | UnknownEvent;

/** What the application is told by the router, once a focused terminal pane took what belongs to it. */
export type RoutedEvent =
  | KeyEvent
  | MouseEvent
  | PasteEvent
  | FocusEvent
  /** The prefix key was pressed in a terminal pane: the next key is a command. Show a hint. */
  | { readonly kind: 'prefix' }
  /** The key after the prefix. */
  | { readonly kind: 'command'; readonly key: KeyEvent }
  /** The key after the prefix was the prefix again: the pane got it. */
  | { readonly kind: 'prefix-sent' }
  /** The focused pane's own detach keys (Ctrl-p Ctrl-q in attach) were pressed. */
  | { readonly kind: 'detach' };
