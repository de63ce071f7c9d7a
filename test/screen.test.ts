import { expect, test } from 'vitest';
import { Screen } from './fixtures/screen.ts';

test('shows what a program draws, types for it and tells how it ended', async () => {
  await using screen = new Screen(['sh', '-c', 'printf "\\033[1;38;2;1;2;3mname?\\033[0m 你 "; read n; exit "$n"']);
  await screen.waitForText('name?');
  const [row] = screen.cells(0, 0, 8, 1);
  expect(row?.[0]).toEqual({ chars: 'n', width: 1, foreground: '#010203', background: 'default', attributes: 'bold' });
  expect(row?.map((cell) => cell.chars)).toEqual(['n', 'a', 'm', 'e', '?', ' ', '你', '']);
  screen.type('7');
  screen.keys('enter');
  expect(await screen.exited).toEqual({ exitCode: 7, signal: undefined });
});

test('says what was on the screen when the awaited text does not come', async () => {
  await using screen = new Screen(['sh', '-c', 'echo something else; read x']);
  await expect(screen.waitForText('never', 300)).rejects.toThrow(/never[\s\S]*something else/);
  await using ended = new Screen(['sh', '-c', 'exit 3']);
  await expect(ended.waitForText('never')).rejects.toThrow(/ended.*"exitCode":3/);
});
