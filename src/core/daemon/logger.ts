const levels = ['debug', 'info', 'warning', 'error'] as const;
export type LogLevel = (typeof levels)[number];
export type LogFormat = 'text' | 'json';

/** What an event is about, by name: `{ container: '78f5…' }`. Never a value that may be a secret, such as a variable. */
export type LogFields = Readonly<Record<string, string | number | undefined>>;

export interface Logger {
  log(level: LogLevel, message: string, fields?: LogFields): void;
}

export interface LoggerOptions {
  readonly format: LogFormat;
  /** What is less important is left out. */
  readonly level: LogLevel;
  /** Called with one whole line, its newline included. */
  readonly write: (line: string) => void;
  readonly now: () => Date;
}

/**
 * One event, one line: `2026-01-02T03:04:05.678Z warning what happened container=78f5…`, or as JSON
 * `{"time":…,"level":"warning","message":…,"container":…}`.
 */
export function createLogger({ format, level: lowest, write, now }: LoggerOptions): Logger {
  const lineOf = format === 'json' ? jsonLine : textLine;
  return {
    log(level, message, fields = {}) {
      if (levels.indexOf(level) < levels.indexOf(lowest)) return;
      write(`${lineOf(now().toISOString(), level, message.trim(), fields)}\n`);
    },
  };
}

export function isLogLevel(text: string): text is LogLevel {
  return (levels as readonly string[]).includes(text);
}

export const logLevels: readonly string[] = levels;

/** A message may quote what a runtime or a client said, line breaks and terminal controls included. */
function textLine(time: string, level: LogLevel, message: string, fields: LogFields): string {
  const pairs = Object.entries(fields).filter(([, value]) => value !== undefined);
  const words = [time, level, plain(message), ...pairs.map(([name, value]) => `${name}=${quoted(String(value))}`)];
  return words.join(' ');
}

function jsonLine(time: string, level: LogLevel, message: string, fields: LogFields): string {
  return JSON.stringify({ time, level, message, ...fields });
}

function quoted(value: string): string {
  return /^[\w.:/@+-]+$/.test(value) ? value : plain(JSON.stringify(value));
}

function plain(text: string): string {
  return text.replaceAll('\n', '\\n').replaceAll(/\p{Cc}/gu, '?');
}
