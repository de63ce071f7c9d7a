// What a frame may cost, in bytes sent to the terminal: half as much again as it takes now fails.
import { beforeAll, expect, test } from 'vitest';
import { bundleProgram } from '../fixtures/drawing/bundle-program.ts';
import { Screen } from '../fixtures/screen.ts';

let program: string;
beforeAll(async () => {
  program = await bundleProgram(`${import.meta.dirname}/../fixtures/tui-with-demo-engine.ts`);
});

async function open(): Promise<Screen> {
  const screen = new Screen([process.execPath, program, 'some'], { columns: 200, rows: 50, env: { TZ: 'UTC' } });
  await screen.waitForText('/page/59');
  await screen.waitUntilQuiet(500);
  return screen;
}

/**
 * Bytes that the program writes until something that was done is seen; the least of several rounds, because on a slow
 * machine two frames may be read as one.
 */
async function leastBytes(screen: Screen, act: (round: number) => () => boolean): Promise<number> {
  const counts: number[] = [];
  for (let round = 0; round < 6; round++) {
    const before = Buffer.byteLength(screen.output);
    await screen.waitFor(act(round), 'what was done to show');
    counts.push(Buffer.byteLength(screen.output) - before);
    await screen.waitUntilQuiet(200);
  }
  return Math.min(...counts);
}

test('frames stay small, and nothing is written while nothing happens', async () => {
  await using screen = await open();
  // Alone on the screen: the details follow a selection that has come to rest.
  screen.keys('z');
  await screen.waitFor(() => !screen.text().includes('/page/59'), 'the zoom');
  await screen.waitUntilQuiet(300);
  const selection = await leastBytes(screen, (round) => {
    const [key, name] = round % 2 === 0 ? (['j', 'shell'] as const) : (['k', 'web-1'] as const);
    screen.keys(key);
    return () => new RegExp(`▸ *${name}`).test(screen.text());
  });
  expect(selection).toBeLessThan(730);
  screen.keys('j', 'z');
  await screen.waitForText('shell [Log]');
  screen.keys('e');
  await screen.waitForText(/┃\$/);
  await screen.waitUntilQuiet(300);
  const echo = await leastBytes(screen, (round) => {
    screen.type('z');
    return () => screen.text().includes(`┃$ ${'z'.repeat(round + 1)}`);
  });
  expect(echo).toBeLessThan(85);
  const before = screen.output.length;
  await screen.waitUntilQuiet(1000);
  expect(screen.output.length).toBe(before);
});
