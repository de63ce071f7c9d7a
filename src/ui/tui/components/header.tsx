import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Rectangle } from '../compositor/rectangle.ts';
import type { HeaderModel } from '../screens/header-model.ts';
import { Styled } from './styled.tsx';

export interface HeaderProps {
  readonly rectangle: Rectangle;
  readonly header: HeaderModel;
}

/** The first line: what this is, where, how much of it, and whether it is alive. */
export function Header({ rectangle, header }: HeaderProps): ReactNode {
  const { x, y, width } = rectangle;
  const { host, version, counts, views, progress, connection } = header;
  return (
    <Box position="absolute" left={x} top={y} width={width} height={1} paddingX={1} overflow="hidden">
      <Box flexShrink={0} gap={2}>
        <Styled as="program">conman</Styled>
        <Styled as="faint">{version}</Styled>
      </Box>
      <Box flexShrink={1} gap={2} marginLeft={2} height={1} overflow="hidden">
        <Styled as="plain">{host}</Styled>
        <Styled as="plain">{counts}</Styled>
        <Styled as="faint">{views}</Styled>
        <Styled as="pending">{progress}</Styled>
      </Box>
      <Box flexGrow={1} />
      <Box flexShrink={0}>
        <Styled as={connection.token}>{connection.text}</Styled>
      </Box>
    </Box>
  );
}
