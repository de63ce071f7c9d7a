import { expect, test } from 'vitest';
import { createLogger, type LogFormat } from './logger.ts';

function logged(format: LogFormat, write: (logger: ReturnType<typeof createLogger>) => void): string {
  let text = '';
  const now = () => new Date('2026-01-02T03:04:05.678Z');
  write(createLogger({ format, level: 'info', write: (line) => (text += line), now }));
  return text;
}

test('an event is one line, whatever it quotes', () => {
  const text = logged('text', (logger) =>
    logger.log('warning', 'runc said:\nno\u001b[2J\n', { container: 'ab12', name: 'a b\n"c"', exit: undefined }),
  );
  expect(text).toBe('2026-01-02T03:04:05.678Z warning runc said:\\nno?[2J container=ab12 name="a b\\n\\"c\\""\n');
});

test('the same as JSON', () => {
  const text = logged('json', (logger) => logger.log('error', 'two\nlines', { container: 'ab', pid: 7 }));
  expect(text.endsWith('}\n')).toBe(true);
  expect(JSON.parse(text)).toEqual({
    time: '2026-01-02T03:04:05.678Z',
    level: 'error',
    message: 'two\nlines',
    container: 'ab',
    pid: 7,
  });
});

test('what is less important than asked for is left out', () => {
  expect(logged('text', (logger) => logger.log('debug', 'x'))).toBe('');
});
