export interface DrawingOptions {
  readonly shell?: [string, ...string[]];
  readonly logLinesPerSecond?: number;
  readonly updatesPerSecond?: number;
  /** Measure frames, write the costs in ms as JSON to this file and exit. */
  readonly measureInto?: string;
}

export interface FrameCosts {
  readonly selection: number;
  readonly tablePage: number;
  readonly logLines: number;
  readonly dialog: number;
}
