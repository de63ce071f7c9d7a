import { expect, test } from 'vitest';
import { LineInput } from './line-input.ts';

function typed(...inputs: readonly string[]): { sent: readonly string[]; echoed: string } {
  let echoed = '';
  const lines = new LineInput((data) => {
    echoed += Buffer.from(data).toString();
  });
  const sent = inputs.map((input) => {
    const taken = lines.take(input);
    return taken === 'end' ? 'end' : Buffer.from(taken).toString();
  });
  return { sent, echoed };
}

test('a line is sent with Enter and echoed at once', () => {
  expect(typed('h', 'i', '\r')).toEqual({ sent: ['', '', 'hi\n'], echoed: 'hi\r\n' });
});

test('what is erased is not sent', () => {
  expect(typed('hoo', '\u007f', '\u007f', 'i\r').sent.at(-1)).toBe('hi\n');
  expect(typed('what', '\u0015', '\u007f', 'x\r')).toEqual({
    sent: ['', '', '', 'x\n'],
    echoed: `what${'\b \b'.repeat(4)}x\r\n`,
  });
});

test('Ctrl-d ends the input on an empty line, and sends an open one', () => {
  expect(typed('\u0004').sent).toEqual(['end']);
  expect(typed('ab', '\u0004', '\u0004').sent).toEqual(['', 'ab', 'end']);
});
