import type { PaintedRow } from '../surface/painter.ts';
import type { Placement } from './placement.ts';
import { isSameRectangle } from './rectangle.ts';
import { planRows, type Region, type Segment } from './row-plan.ts';

/** A segment and what the terminal shows there. */
export interface ShownSegment extends Segment<Placement> {
  source?: PaintedRow | string;
  text?: string;
}

/** Who draws which cells, and what they show now. */
export class ScreenPlan {
  rows: readonly (readonly ShownSegment[])[] = [];
  #regions: readonly Region<Placement>[] = [];

  /** Takes the regions as they are now. A row whose segments changed counts as not shown. */
  update(regions: readonly Region<Placement>[], columns: number, rows: number): void {
    if (isSameLayout(regions, this.#regions) && this.rows.length === rows) return;
    this.#regions = regions;
    this.rows = planRows(regions, columns, rows).map((row, y) => keepShown(row, this.rows[y]));
  }

  /** The terminal shows something else, or has another size. */
  forget(): void {
    this.rows = [];
  }

  ownerAt(x: number, y: number): Placement | undefined {
    return this.rows[y]?.find((segment) => x >= segment.from && x < segment.to)?.owner;
  }
}

function isSameLayout(now: readonly Region<Placement>[], before: readonly Region<Placement>[]): boolean {
  return (
    now.length === before.length &&
    now.every(({ rectangle, level, owner }, index) => {
      const other = before[index];
      return owner === other?.owner && level === other?.level && isSameRectangle(rectangle, other.rectangle);
    })
  );
}

/** The planned row, knowing what is on the screen if its owners are those of the row before. */
function keepShown(planned: readonly Segment<Placement>[], before: readonly ShownSegment[] = []): ShownSegment[] {
  const isSame =
    planned.length === before.length &&
    planned.every(({ from, to, owner }, index) => {
      const old = before[index];
      return old?.from === from && old.to === to && old.owner?.surface.painter === owner?.surface.painter;
    });
  return planned.map((segment, index) => (isSame ? { ...before[index], ...segment } : { ...segment }));
}
