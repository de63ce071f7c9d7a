import { Box, type BoxProps, type DOMElement, Text, useBoxMetrics } from 'ink';
import { type ReactNode, useEffect, useReducer, useRef } from 'react';
import type { Painter } from './painter.ts';

export interface InkSurfaceProps extends Omit<BoxProps, 'children'> {
  readonly painter: Painter;
}

/** The surface drawn by Ink itself: slow, but it needs no compositor. For component tests and plain output. */
export function InkSurface({ painter, ...box }: InkSurfaceProps): ReactNode {
  const element = useRef<DOMElement>(null);
  const [, repaint] = useReducer((count: number) => count + 1, 0);
  const { width, height } = useBoxMetrics(element as { current: DOMElement });
  useEffect(() => {
    painter.attach(repaint);
    return () => painter.detach();
  }, [painter]);
  const rows = width > 0 && height > 0 ? painter.paint(width, height) : [];
  return (
    <Box ref={element} flexDirection="column" overflow="hidden" {...box}>
      {rows.map((row, y) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of a screen has no identity but its place.
        <Text key={y} wrap="truncate">
          {row.text}
        </Text>
      ))}
    </Box>
  );
}
