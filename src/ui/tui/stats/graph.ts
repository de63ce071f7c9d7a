const levels = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const levelsPerRow = levels.length - 1;

/** Values as columns of blocks, newest at the right: `height` rows of `width` cells, top first. `top` fills them all. */
export function graphRows(values: readonly number[], width: number, height: number, top: number): readonly string[] {
  const shown = values.slice(-width);
  const steps = shown.map((value) => {
    if (value <= 0 || top <= 0) return 0;
    // Whatever is not nothing is seen.
    return Math.max(1, Math.min(height * levelsPerRow, Math.round((value / top) * height * levelsPerRow)));
  });
  const blank = ' '.repeat(Math.max(0, width - shown.length));
  return Array.from({ length: height }, (_, row) => {
    const below = (height - 1 - row) * levelsPerRow;
    return blank + steps.map((step) => levels[Math.max(0, Math.min(levelsPerRow, step - below))]).join('');
  });
}
