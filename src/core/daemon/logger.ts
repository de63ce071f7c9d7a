export type LogLevel = 'info' | 'warning' | 'error';

export interface Logger {
  /** One event, one line: `2026-01-02T03:04:05.678Z warning what happened`. */
  log(level: LogLevel, message: string): void;
}

export function createLogger(write: (line: string) => void, now: () => Date): Logger {
  return {
    log(level, message) {
      // A message may quote what a runtime or a client said, line breaks and terminal controls included.
      const line = message
        .trim()
        .replaceAll('\n', '\\n')
        .replaceAll(/\p{Cc}/gu, '?');
      write(`${now().toISOString()} ${level} ${line}\n`);
    },
  };
}
