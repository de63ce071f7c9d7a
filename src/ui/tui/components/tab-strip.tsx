import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Rectangle } from '../compositor/rectangle.ts';
import type { Tab } from '../screens/tabs.ts';
import { Styled } from './styled.tsx';

export interface TabStripProps {
  readonly rectangle: Rectangle;
  readonly tabs: readonly Tab[];
}

/** The panes of a small screen, of which one is shown. */
export function TabStrip({ rectangle, tabs }: TabStripProps): ReactNode {
  const { x, y, width } = rectangle;
  return (
    <Box position="absolute" left={x} top={y} width={width} height={1} overflow="hidden">
      {tabs.map(({ title, focused }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two sessions of one container have the same title.
        <Box key={index} flexShrink={focused ? 0 : 1} height={1}>
          <Styled as={focused ? 'tabFocused' : 'tab'}>{focused ? `[ ${title} ]` : `  ${title}  `}</Styled>
        </Box>
      ))}
    </Box>
  );
}
