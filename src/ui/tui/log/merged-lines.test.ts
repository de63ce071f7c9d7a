import { expect, test } from 'vitest';
import { byTime, linesOf, namePrefixes, timeNs } from './merged-lines.ts';

const at = (second: number): string => `2026-01-02T03:04:0${second}.000000000Z`;
const lines = (records: string, prefix = 'web| ') =>
  linesOf(Buffer.from(records), prefix).map(({ record }) => Buffer.from(record).toString());

test('each line has the name in front once, however many parts it was written in', () => {
  const records = `${at(1)} stdout P one \n${at(2)} stdout F line\n${at(3)} stderr F other\n`;
  expect(lines(records)).toEqual([`${at(1)} stdout F web| one line\n`, `${at(3)} stderr F web| other\n`]);
});

test('a line that another channel interrupts, or that has no end yet, is shown as far as it is there', () => {
  const records = `${at(1)} stdout P a\n${at(2)} stderr F b\n${at(3)} stdout P c\n`;
  expect(lines(records).map((line) => line.slice(31))).toEqual([
    'stdout F web| a\n',
    'stderr F web| b\n',
    'stdout F web| c\n',
  ]);
});

test('a line that overwrites itself keeps its name', () => {
  expect(lines(`${at(1)} stdout F 10%\r20%\r\n`)).toEqual([`${at(1)} stdout F web| 20%\r\n`]);
});

test('bytes that are no record go with the line before', () => {
  const [, garbage] = linesOf(Buffer.from(`${at(4)} stdout F a\ngarbage\n`), '');
  expect(garbage?.time).toBe(at(4));
  expect(Buffer.from(garbage?.record ?? []).toString()).toContain('garbage\n');
});

test('lines are by time, those of one log and time in their order', () => {
  const web = linesOf(Buffer.from(`${at(1)} stdout F a\n${at(3)} stdout F b\n${at(3)} stdout F c\n`), 'w');
  const db = linesOf(Buffer.from(`${at(2)} stdout F d\n`), 'd');
  expect(byTime([...web, ...db]).map(({ record }) => Buffer.from(record).toString().slice(-3))).toEqual([
    'wa\n',
    'dd\n',
    'wb\n',
    'wc\n',
  ]);
});

test('times are exact to the nanosecond', () => {
  expect(timeNs('1970-01-01T00:00:01.000000002Z')).toBe(1_000_000_002n);
  expect(timeNs('1970-01-01T00:00:01.5Z')).toBe(1_500_000_000n);
  expect(timeNs('garbage')).toBeUndefined();
});

test('names are as wide as the longest, in colours that differ', () => {
  const [web, worker] = namePrefixes(['web', 'worker']);
  expect(web).toContain('web   ');
  expect(web?.slice(0, 5)).not.toBe(worker?.slice(0, 5));
});
