import type { TerminalSize } from '../../api/container.ts';
import { isTerminalSize } from '../terminal-size.ts';

/** Longest text without a whole message; a message has about thirty bytes. */
const maxHeldLength = 1024;

/** Reads the resize channel: objects such as `{"Width":80,"Height":24}`, one after the other. */
export class ResizeDecoder {
  #held = '';

  /** The last size that `data` completes. What is no size is skipped: a terminal of the wrong size is still of use. */
  push(data: Buffer): TerminalSize | undefined {
    const messages = (this.#held + data.toString('latin1')).split('}');
    this.#held = (messages.pop() ?? '').slice(-maxHeldLength);
    return messages.map((message) => decodeSize(`${message}}`)).findLast((size) => size !== undefined);
  }
}

function decodeSize(json: string): TerminalSize | undefined {
  try {
    const { Width: columns, Height: rows } = JSON.parse(json);
    return isTerminalSize({ columns, rows }) ? { columns, rows } : undefined;
  } catch {
    return undefined;
  }
}
