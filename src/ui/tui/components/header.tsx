import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { Rectangle } from '../compositor/rectangle.ts';
import { headerLine } from '../screens/header-line.ts';
import type { HeaderModel } from '../screens/header-model.ts';
import { Styled } from './styled.tsx';

export interface HeaderProps {
  readonly rectangle: Rectangle;
  readonly header: HeaderModel;
}

/** The first line: what this is, where, how much of it, and whether it is alive. */
export function Header({ rectangle, header }: HeaderProps): ReactNode {
  const { x, y, width } = rectangle;
  return headerLine(header, width).map(({ x: column, text, as }) => (
    <Box key={column} position="absolute" left={x + column} top={y} height={1} overflow="hidden">
      <Text wrap="truncate-end">
        <Styled as={as}>{text}</Styled>
      </Text>
    </Box>
  ));
}
