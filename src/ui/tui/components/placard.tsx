import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Placard as PlacardWords } from '../screens/frame-model.ts';
import { Styled } from './styled.tsx';

/** Words in the middle of a pane that has nothing else to show. */
export function Placard({ words: [headline, ...rest] }: { readonly words: PlacardWords }): ReactNode {
  return (
    <Box flexDirection="column" alignItems="center" justifyContent="center" flexGrow={1} paddingX={1} overflow="hidden">
      <Styled as="heading" wrap="wrap">
        {headline}
      </Styled>
      {rest.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text have no identity but their place.
        <Styled key={index} as="faint" wrap="wrap">
          {line === '' ? ' ' : line}
        </Styled>
      ))}
    </Box>
  );
}
