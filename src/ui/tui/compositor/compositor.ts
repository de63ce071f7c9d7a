import type { PlacedOverlay, PlacedSurface, SurfaceHost } from '../surface/host.ts';
import type { Painter, SurfaceCursor } from '../surface/painter.ts';
import { type ClusterAt, codePointAt } from './clusters.ts';
import { FrameClock } from './frame-clock.ts';
import { InkOutput, type SizedOutput } from './ink-output.ts';
import { Placement } from './placement.ts';
import { clipToScreen, contains } from './rectangle.ts';
import type { Region } from './row-plan.ts';
import { RowSlicer } from './row-slicer.ts';
import { ScreenPlan, type ShownSegment } from './screen-plan.ts';
import { ScreenWriter } from './screen-writer.ts';

export interface TerminalOutput extends SizedOutput {
  write(data: string): boolean;
  once(event: 'drain', listener: () => void): unknown;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
}

/** A painter under a point of the screen, and the point in the painter's own cells. */
export interface Hit {
  readonly painter: Painter;
  readonly x: number;
  readonly y: number;
}

/**
 * Puts Ink's frames and the surfaces' rows together on one screen. It keeps what every segment of every row shows and
 * writes only segments that differ, once per frame.
 */
export class Compositor implements SurfaceHost {
  /** Give it to Ink as stdout. */
  readonly inkOutput: InkOutput;
  readonly #output: TerminalOutput;
  readonly #writer: ScreenWriter;
  readonly #clock = new FrameClock(() => this.#draw());
  #slicer = new RowSlicer(codePointAt);
  readonly #placements = new Set<Placement>();
  readonly #overlays = new Set<PlacedOverlay>();
  #frame = '';
  #inkRows: readonly string[] = [];
  readonly #plan = new ScreenPlan();
  #layoutChanged = true;

  constructor(output: TerminalOutput) {
    this.inkOutput = new InkOutput(output, (frame) => this.#takeFrame(frame));
    this.#writer = new ScreenWriter(output, () => this.#clock.request());
    this.#output = output;
  }

  /** Draws from now on, first all of it. */
  start(): void {
    this.#output.on('resize', this.#resize);
    this.#writer.start();
    // The terminal may have another size than before.
    this.#resize();
  }

  /** Draws no more. The screen is left as it is. */
  stop(): void {
    this.#output.off('resize', this.#resize);
    this.#clock.stop();
    this.#writer.stop();
  }

  show(surface: PlacedSurface): () => void {
    const placement = new Placement(surface);
    this.#placements.add(placement);
    surface.painter.attach(() => {
      placement.needsPaint = true;
      this.#clock.request();
    });
    this.#changeLayout();
    return () => {
      this.#placements.delete(placement);
      surface.painter.detach();
      this.#changeLayout();
    };
  }

  cover(overlay: PlacedOverlay): () => void {
    this.#overlays.add(overlay);
    this.#changeLayout();
    return () => {
      this.#overlays.delete(overlay);
      this.#changeLayout();
    };
  }

  /** How frames measure text from now on; at first as the painters do. */
  measureBy(clusterAt: ClusterAt): void {
    this.#slicer = new RowSlicer(clusterAt);
  }

  /** Draws what is due at once: before work that would hold it up. */
  drawNow(): void {
    this.#clock.drawNow();
  }

  /** A key was pressed: draw what comes of it without waiting for the next frame's time. */
  hurry(): void {
    this.#clock.hurry();
  }

  /** The screen was disturbed from outside: draw all of it anew. */
  redraw(): void {
    this.#forget();
    this.#clock.request();
  }

  hitTest(x: number, y: number): Hit | undefined {
    const owner = this.#plan.ownerAt(x, y);
    if (!owner?.rectangle || !contains(owner.rectangle, x, y)) return undefined;
    return { painter: owner.surface.painter, x: x - owner.rectangle.x, y: y - owner.rectangle.y };
  }

  #takeFrame(frame: string): void {
    // Ink may have moved boxes without changing a character.
    this.#changeLayout();
    if (frame === this.#frame) return;
    this.#frame = frame;
    this.#inkRows = frame.split('\n');
  }

  #changeLayout(): void {
    this.#layoutChanged = true;
    this.#clock.request();
  }

  #forget(): void {
    this.#plan.forget();
    this.#layoutChanged = true;
    this.#writer.forget();
  }

  readonly #resize = (): void => {
    this.#forget();
    this.#clock.request();
    this.inkOutput.emit('resize');
  };

  #draw(): void {
    if (this.#writer.isBusy) return;
    const isAllDue = this.#layoutChanged;
    if (isAllDue) this.#layOut();
    for (const placement of this.#placements) {
      if (placement.refresh() && !isAllDue) this.#drawRows(placement);
    }
    if (isAllDue) this.#drawRows(undefined);
    this.#writer.flush(this.#cursor());
  }

  /** Draws what differs in the rows of one surface, or of all and Ink. */
  #drawRows(placement: Placement | undefined): void {
    const { y: first, height } = placement?.rectangle ?? { y: 0, height: this.#plan.rows.length };
    for (let y = first; y < first + height; y++) {
      for (const segment of this.#plan.rows[y] ?? []) {
        if (!placement || segment.owner === placement) this.#drawSegment(segment, y);
      }
    }
  }

  #drawSegment(segment: ShownSegment, y: number): void {
    const { from, to, owner } = segment;
    const source = owner ? owner.rowAt(y, from, to) : (this.#inkRows[y] ?? '');
    if (source === segment.source) return;
    segment.source = source;
    const row = typeof source === 'string' ? this.#slicer.slice(source, from, to) : source;
    if (row.text === segment.text) return;
    segment.text = row.text;
    this.#writer.put(from, y, to - from, row);
  }

  #layOut(): void {
    this.#layoutChanged = false;
    const { columns, rows } = this.inkOutput;
    const regions: Region<Placement>[] = [];
    for (const placement of this.#placements) {
      const measured = placement.surface.measure();
      const rectangle = measured && clipToScreen(measured, columns, rows);
      placement.rectangle = rectangle;
      if (rectangle) regions.push({ rectangle, level: placement.surface.level, owner: placement });
    }
    for (const overlay of this.#overlays) {
      const measured = overlay.measure();
      const rectangle = measured && clipToScreen(measured, columns, rows);
      if (rectangle) regions.push({ rectangle, level: overlay.level, owner: undefined });
    }
    this.#plan.update(regions, columns, rows);
  }

  /** The focused surface's cursor, if nothing lies over it. */
  #cursor(): SurfaceCursor | undefined {
    for (const { surface, rectangle } of this.#placements) {
      const cursor = surface.focused && rectangle ? surface.painter.cursor?.() : undefined;
      if (!cursor || !rectangle) continue;
      const x = rectangle.x + Math.min(cursor.x, rectangle.width - 1);
      const y = rectangle.y + Math.min(cursor.y, rectangle.height - 1);
      if (this.hitTest(x, y)?.painter === surface.painter) return { ...cursor, x, y };
    }
    return undefined;
  }
}
