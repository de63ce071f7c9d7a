import type { RoutedEvent } from '../input/event.ts';
import type { Message } from '../state/message.ts';

/** What an event of the keyboard means to the application; undefined for the mouse, which depends on what is under it. */
export function eventMessage(event: RoutedEvent): Message | undefined {
  switch (event.kind) {
    case 'key':
      return { kind: 'key', chord: event.chord, text: event.text };
    case 'paste':
      return { kind: 'paste', text: event.text };
    case 'command':
      return { kind: 'command', chord: event.key.chord };
    case 'prefix':
    case 'prefix-sent':
    case 'detach':
      return { kind: event.kind };
    case 'mouse':
    case 'focus':
      return undefined;
  }
}
