/** Reads the CRI log format strictly: anything that is not a whole record is an error. */
export interface LogRecord {
  readonly at: string;
  readonly stream: string;
  readonly tag: string;
  readonly text: Buffer;
}

/** Throws on anything that is not a whole CRI record. */
export function parseLog(log: Buffer): LogRecord[] {
  const records: LogRecord[] = [];
  for (let at = 0; at < log.length; ) {
    const lineEnd = log.indexOf(10, at);
    const line = log.subarray(at, lineEnd);
    const head = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z) (stdout|stderr) ([FP]) $/.exec(
      line.toString('latin1', 0, 40),
    );
    if (lineEnd < 0 || head === null) throw new Error(`not a record: ${line.subarray(0, 80)}`);
    records.push({ at: head[1] ?? '', stream: head[2] ?? '', tag: head[3] ?? '', text: line.subarray(40) });
    at = lineEnd + 1;
  }
  return records;
}

export function joinLog(records: readonly LogRecord[]): Buffer {
  return Buffer.concat(records.flatMap(({ tag, text: part }) => (tag === 'F' ? [part, Buffer.from('\n')] : [part])));
}
