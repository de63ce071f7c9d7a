import type { Rectangle } from '../compositor/rectangle.ts';
import type { Fact } from '../present/fact.ts';
import { wrapText } from '../present/wrap-text.ts';

/** A quarter of the pane's inside at most: the log comes first where there is little room. */
const shareOfPane = 4;
const padding = 2;

/** The facts as lines of a pane whose inside is so large. Warnings are wrapped, and stay longest. */
export function shownFacts(
  facts: readonly Fact[],
  { width, height }: Pick<Rectangle, 'width' | 'height'>,
): readonly Fact[] {
  const room = Math.max(0, Math.floor((height - padding) / shareOfPane));
  const rest = facts.filter(({ token }) => token !== 'warning');
  const urgent = facts
    .filter(({ token }) => token === 'warning')
    .flatMap(({ text, token }) => wrapText(text, width - padding).map((line) => ({ text: line, token })));
  return [...rest.slice(0, Math.max(0, room - urgent.length)), ...urgent.slice(0, room)];
}
