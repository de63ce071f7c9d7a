import type { Compositor } from '../compositor/compositor.ts';
import type { Rectangle } from '../compositor/rectangle.ts';
import { plainFrame } from '../screens/plain-frame.ts';
import type { ScreenModel } from '../screens/screen-model.ts';
import type { PaintedRow, Painter } from '../surface/painter.ts';
import type { Theme } from '../theme/theme.ts';

export interface FirstStageOptions {
  readonly compositor: Compositor;
  readonly model: { subscribe(listener: () => void): () => void; current(): ScreenModel };
  readonly list: Painter;
  readonly log: Painter;
  readonly theme: Theme;
}

/** Shows the screen until Ink is loaded; the same surfaces in the same places, so that the change is not seen. */
export function showFirstStage({ compositor, model, list, log, theme }: FirstStageOptions): () => void {
  let places: { list: Rectangle | undefined; log: Rectangle | undefined } = { list: undefined, log: undefined };
  const draw = (): void => {
    const frame = plainFrame(model.current(), theme);
    places = frame;
    compositor.inkOutput.write(frame.rows.join('\n'));
  };
  const show = (painter: Painter, name: 'list' | 'log'): (() => void) =>
    compositor.show({ painter: new BorrowedPainter(painter), focused: false, level: 0, measure: () => places[name] });
  draw();
  const undo = [model.subscribe(draw), show(list, 'list'), show(log, 'log')];
  return () => {
    for (const end of undo) end();
  };
}

/** A painter for a while: when this stage ends, the next one has it already and must not lose it. */
export class BorrowedPainter implements Painter {
  readonly owner: Painter;

  constructor(owner: Painter) {
    this.owner = owner;
  }

  attach(repaint: () => void): void {
    this.owner.attach(repaint);
  }

  detach(): void {}

  paint(width: number, height: number): readonly PaintedRow[] {
    return this.owner.paint(width, height);
  }
}
