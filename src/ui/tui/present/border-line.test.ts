import { expect, test } from 'vitest';
import { borderLine } from './border-line.ts';

const draw = (width: number, words: string, badge: string): string =>
  Object.values(borderLine(width, words, badge, { left: '┌', line: '─', right: '┐' })).join('');

test.each([
  [24, 'Containers', '3', '┌─ Containers ───── 3 ─┐'],
  [24, '', '', '┌──────────────────────┐'],
  [24, 'a long title of a pane', '3', '┌─ a long title o…─ 3 ─┐'],
  [16, 'Containers', '3 of 17', '┌─ Containers ─┐'],
  [24, '漢字漢字', '', '┌─ 漢字漢字 ───────────┐'],
  [4, 'x', 'y', '┌──┐'],
  [3, 'x', 'y', '───'],
  [0, 'x', 'y', ''],
])('%i cells for %j and %j', (width, words, badge, drawn) => {
  expect(draw(width, words, badge)).toBe(drawn);
});
