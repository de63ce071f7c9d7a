import { type ContainerEngine, logRecords } from '../../src/core/api/index.ts';

/** The shim's own remarks, such as about lost output. */
const remark = /^conman-shim: /;

/** The last words of runc's init when `runc start` was killed just then: it ends with 1, and the program never ran. */
const neverBegan = /^write exec fifo \S+: broken pipe$/;

export interface LogVerdict {
  /** What is wrong with the log of a container that follows its plan; undefined when it is right. */
  readonly fault: string | undefined;
  /** A run ended before it began, because its runtime was killed. */
  readonly neverBegan: boolean;
}

export async function judgeLog(engine: ContainerEngine, id: string): Promise<LogVerdict> {
  const lines: string[] = [];
  const begun = { stdout: '', stderr: '' };
  for await (const chunk of engine.readLogs(id, { follow: false })) {
    for (const { channel, partial, textStart, textEnd } of logRecords(chunk)) {
      begun[channel] += Buffer.from(chunk.subarray(textStart, textEnd)).toString();
      if (partial) continue;
      lines.push(begun[channel].replace(/\r$/, ''));
      begun[channel] = '';
    }
  }
  return { fault: faultOf(lines), neverBegan: lines.some((line) => neverBegan.test(line)) };
}

/**
 * Each run counts from 1. A number may be missing only where a remark says that output was lost; what was lost may be the
 * beginning of another run.
 */
export function faultOf(lines: readonly string[]): string | undefined {
  let last = 0;
  let excused = false;
  for (const [index, line] of lines.entries()) {
    if (neverBegan.test(line)) continue;
    if (remark.test(line)) excused = true;
    else if (line === 'begin') last = 0;
    else if (/^\d+$/.test(line)) {
      const number = Number(line);
      if (number !== last + 1 && !excused) {
        const around = lines.slice(Math.max(0, index - 3), index + 1).join(', ');
        return `line ${index + 1} of ${lines.length} is ${line} after ${last}: ${around}`;
      }
      last = number;
      excused = false;
    } else if (line !== 'end' && line !== 'trapped' && !excused) return `line ${index + 1} is ${JSON.stringify(line)}`;
  }
  return undefined;
}
