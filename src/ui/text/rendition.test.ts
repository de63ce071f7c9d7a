import { expect, test } from 'vitest';
import { Rendition } from './rendition.ts';

test.each([
  [[''], ''],
  [['1;31'], '1;31'],
  [['1', '31', '4'], '1;4;31'],
  [['1;2;31', '22'], '31'],
  [['31', '32', '44', '49'], '32'],
  [['1;31', '0;4'], '4'],
  [['1;31', ''], ''],
  [['38;5;200'], '38;5;200'],
  [['38:5:200'], '38;5;200'],
  [['38;2;1;2;3;1'], '1;38;2;1;2;3'],
  [['48:2::1:2:3'], '48;2;1;2;3'],
  [['8'], ''],
  [['6;28;75;999;1.5'], ''],
  [['38;5'], ''],
  [['38;5;999'], ''],
  [['1;38;9;3'], '1'],
])('of %j makes %j', (sequences, style) => {
  const rendition = new Rendition();
  for (const parameters of sequences) rendition.apply(parameters);
  expect(rendition.style).toBe(style);
  expect(new Rendition(style).style).toBe(style);
});
