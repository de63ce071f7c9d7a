import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { Rectangle } from '../compositor/rectangle.ts';
import type { Hint } from '../keys/hints.ts';
import { fittingHints } from '../present/fitting-hints.ts';
import { Styled } from './styled.tsx';

export interface HintLineProps {
  readonly rectangle: Rectangle;
  readonly hints: readonly Hint[];
}

/** The last line: what can be done here and now. */
export function HintLine({ rectangle, hints }: HintLineProps): ReactNode {
  const { x, y, width } = rectangle;
  return (
    <Box position="absolute" left={x} top={y} width={width} height={1} paddingX={1} overflow="hidden">
      <Text wrap="truncate-end">
        {fittingHints(hints, width - 2).map(({ keys, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the hints of two contexts may name one key.
          <Text key={index}>
            {index > 0 ? '  ' : ''}
            <Styled as="hintKey">{keys}</Styled> <Styled as="hintText">{text}</Styled>
          </Text>
        ))}
      </Text>
    </Box>
  );
}
