export type * from './container.ts';
export type * from './engine.ts';
export type * from './event.ts';
export type * from './exec.ts';
export type * from './image.ts';
export type * from './log.ts';
export type * from './log-record.ts';
export { logRecords, readLogRecord } from './log-record.ts';
export type * from './stream.ts';
