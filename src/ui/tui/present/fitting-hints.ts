export interface KeyAndText {
  readonly keys: string;
  readonly text: string;
}

const gapCells = 2;

/**
 * As many hints as the line has room for. The last ones, help and quit, stay as long as they can: who knows them finds
 * the rest.
 */
export function fittingHints<Hint extends KeyAndText>(hints: readonly Hint[], width: number): readonly Hint[] {
  const cells = ({ keys, text }: Hint): number => keys.length + 1 + text.length + gapCells;
  const shown = [...hints];
  const keptAtTheEnd = 2;
  let total = shown.reduce((sum, hint) => sum + cells(hint), -gapCells);
  while (total > width && shown.length > 1) {
    const [dropped] = shown.splice(shown.length > keptAtTheEnd ? shown.length - keptAtTheEnd - 1 : 0, 1);
    total -= dropped ? cells(dropped) : 0;
  }
  return shown;
}
