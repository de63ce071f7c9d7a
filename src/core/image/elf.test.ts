import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isStaticElf } from './elf.ts';

test('this Node is linked dynamically', () => {
  expect(isStaticElf(readFileSync(process.execPath))).toBe(false);
});

test('a program without PT_INTERP is static', () => {
  const file = Buffer.alloc(64 + 56);
  file.write('\x7fELF', 'latin1');
  file.set([2, 1], 4);
  file.writeBigUInt64LE(64n, 32);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(1, 56);
  file.writeUInt32LE(1, 64);
  expect(isStaticElf(file)).toBe(true);
  file.writeUInt32LE(3, 64);
  expect(isStaticElf(file)).toBe(false);
});

test('what is no ELF file, or a cut one, is not static', () => {
  expect(isStaticElf(Buffer.from('#!/bin/sh\necho hello\n'.padEnd(100)))).toBe(false);
  expect(isStaticElf(readFileSync(process.execPath).subarray(0, 70))).toBe(false);
});
