import { Box, Text } from 'ink';
import { type ReactNode, useState } from 'react';
import { expect, test } from 'vitest';
import { mountInk } from '../screen/mount-ink.tsx';
import { EmulatedTerminal } from '../testing/emulated-terminal.ts';
import { Compositor } from './compositor.ts';

function Counter({ handle }: { handle: { set?: (value: number) => void } }): ReactNode {
  const [value, setValue] = useState(0);
  handle.set = setValue;
  return <Text color="red">count {value}</Text>;
}

/**
 * The compositor reads Ink's frames. When this fails, Ink changed their shape: see ink-output.ts before going on with
 * the new version.
 */
test('Ink writes each frame whole, bare and at once', async () => {
  const compositor = new Compositor(new EmulatedTerminal(20, 4));
  compositor.start();
  const written: string[] = [];
  const write = compositor.inkOutput.write.bind(compositor.inkOutput);
  compositor.inkOutput.write = (data, ...rest) => {
    written.push(data);
    return write(data, ...rest);
  };
  const counter: { set?: (value: number) => void } = {};
  const ink = mountInk(
    <Box borderStyle="single" width={20} height={4}>
      <Counter handle={counter} />
    </Box>,
    compositor,
  );
  const frame = (value: number) =>
    ['┌──────────────────┐', `│count ${value}           │`, '│                  │', '└──────────────────┘'].join('\n');
  await ink.waitUntilRenderFlush();
  counter.set?.(1);
  counter.set?.(2);
  await ink.waitUntilRenderFlush();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequence begins with one.
  const colourless = (text: string) => text.replace(/\u001b\[[0-9;]*m/g, '');
  const frames = written.filter((data) => data !== '').map(colourless);
  expect(frames.at(0)).toBe(frame(0));
  expect(frames.at(-1)).toBe(frame(2));
  expect(new Set(frames)).not.toContain(frame(1));
  ink.unmount();
  compositor.stop();
  const controls = written.map(colourless).filter((data) => /[^\P{Cc}\n]/u.test(data));
  expect(new Set(controls)).toEqual(new Set(['\u001b[?25h']));
});
