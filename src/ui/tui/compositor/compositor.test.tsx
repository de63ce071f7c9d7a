import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mountInk } from '../screen/mount-ink.tsx';
import type { Painter } from '../surface/painter.ts';
import { Overlay, Surface } from '../surface/surface.tsx';
import { EmulatedTerminal } from '../testing/emulated-terminal.ts';
import { TextPainter } from '../testing/text-painter.ts';
import { Compositor } from './compositor.ts';

interface FrameProps {
  readonly painters: readonly [Painter, Painter];
  readonly focus?: 'right';
  readonly children?: ReactNode;
}

function Frame({ painters: [left, right], children, focus }: FrameProps): ReactNode {
  return (
    <Box flexGrow={1}>
      <Box borderStyle="single" width={8}>
        <Surface painter={left} flexGrow={1} />
      </Box>
      <Box borderStyle="single" flexGrow={1}>
        <Surface painter={right} flexGrow={1} focused={focus === 'right'} />
      </Box>
      {children}
    </Box>
  );
}

describe('Compositor', () => {
  let output: EmulatedTerminal;
  let compositor: Compositor;
  let left: TextPainter;
  let right: TextPainter;
  let ink: ReturnType<typeof mountInk>;

  beforeEach(() => {
    output = new EmulatedTerminal(20, 5);
    compositor = new Compositor(output);
    compositor.start();
    left = new TextPainter('one', 'two', 'three', 'four');
    right = new TextPainter('alpha', '你好你好你好', 'gamma');
    ink = mountInk(<Frame painters={[left, right]} />, compositor);
  });

  afterEach(() => {
    ink.unmount();
    compositor.stop();
  });

  test('puts surfaces into the boxes of Ink', async () => {
    expect(await output.lines()).toEqual([
      '┌──────┐┌──────────┐',
      '│one   ││alpha     │',
      '│two   ││你好你好你│',
      '│three ││gamma     │',
      '└──────┘└──────────┘',
    ]);
  });

  test('writes only the row that changed, in one synchronized write', async () => {
    await output.lines();
    output.writes.length = 0;
    const paints = right.paints;
    left.lines = ['one', '2', 'three'];
    expect((await output.lines())[2]).toBe('│2     ││你好你好你│');
    expect(output.writes).toEqual(['\u001b[?2026h\u001b[3;2H2\u001b[5X\u001b[?25l\u001b[?2026l']);
    expect(right.paints).toBe(paints);
  });

  test('writes nothing when nothing changed', async () => {
    await output.lines();
    output.writes.length = 0;
    left.lines = ['one', 'two', 'three'];
    ink.rerender(<Frame painters={[left, right]} />);
    await output.lines();
    expect(output.writes).toEqual([]);
  });

  test('keeps surfaces out of a dialog, cuts wide characters at its edge, and brings them back', async () => {
    const dialog = (
      <Overlay position="absolute" marginLeft={4} marginTop={1} width={8} height={3} borderStyle="double">
        <Text>ok? {'  '}</Text>
      </Overlay>
    );
    const before = await output.lines();
    ink.rerender(<Frame painters={[left, right]}>{dialog}</Frame>);
    expect(await output.lines()).toEqual([
      '┌──────┐┌──────────┐',
      '│one╔══════╗ha     │',
      '│two║ok?   ║ 你好你│',
      '│thr╚══════╝ma     │',
      '└──────┘└──────────┘',
    ]);
    right.lines = ['ALPHA', '好', 'GAMMA'];
    expect((await output.lines())[1]).toBe('│one╔══════╗HA     │');
    right.lines = ['alpha', '你好你好你好', 'gamma'];
    ink.rerender(<Frame painters={[left, right]} />);
    expect(await output.lines()).toEqual(before);
  });

  test('follows a resize, down to sizes where nothing fits', async () => {
    await output.lines();
    output.resize(24, 4);
    expect(await output.lines()).toEqual([
      '┌──────┐┌──────────────┐',
      '│one   ││alpha         │',
      '│two   ││你好你好你好  │',
      '└──────┘└──────────────┘',
    ]);
    output.resize(3, 1);
    await output.lines();
    output.resize(20, 5);
    expect((await output.lines())[2]).toBe('│two   ││你好你好你│');
  });

  test('shows the cursor of the focused surface, not under a dialog', async () => {
    right.position = { x: 2, y: 1, shape: 'bar', blinking: false };
    ink.rerender(<Frame painters={[left, right]} focus="right" />);
    await output.lines();
    expect(output.writes.at(-1)).toContain('\u001b[3;12H\u001b[6 q\u001b[?25h');
    ink.rerender(
      <Frame painters={[left, right]} focus="right">
        <Overlay position="absolute" width={20} height={5} backgroundColor="blue">
          <Text>all</Text>
        </Overlay>
      </Frame>,
    );
    await output.lines();
    expect(output.writes.at(-1)).toContain('\u001b[?25l\u001b[?2026l');
  });

  test('says which surface is under a point', async () => {
    await output.lines();
    expect(compositor.hitTest(1, 1)).toEqual({ painter: left, x: 0, y: 0 });
    expect(compositor.hitTest(10, 3)).toEqual({ painter: right, x: 1, y: 2 });
    expect(compositor.hitTest(0, 0)).toBeUndefined();
    expect(compositor.hitTest(99, 99)).toBeUndefined();
  });

  test('lets a painter go when its surface is unmounted', async () => {
    await output.lines();
    expect(left.isAttached).toBe(true);
    ink.rerender(<Text>gone</Text>);
    expect(await output.lines()).toEqual(['gone', '', '', '', '']);
    expect(left.isAttached).toBe(false);
  });

  test('waits for a slow terminal instead of queueing frames', async () => {
    await output.lines();
    output.write = (data) => {
      output.writes.push(data);
      return false;
    };
    output.writes.length = 0;
    for (const word of ['a', 'b', 'c']) {
      left.lines = [word];
      await output.lines();
    }
    expect(output.writes).toHaveLength(1);
    output.emit('drain');
    await output.lines();
    expect(output.writes).toHaveLength(2);
    expect(output.writes[1]).toContain('c');
  });
});
