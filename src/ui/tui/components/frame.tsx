import { Box, Text } from 'ink';
import { type ReactNode, useContext } from 'react';
import type { Rectangle } from '../compositor/rectangle.ts';
import { type BorderCharacters, borderLine } from '../present/border-line.ts';
import { bordersOf } from '../screens/frame-borders.ts';
import type { FrameModel } from '../screens/frame-model.ts';
import type { Token } from '../theme/theme.ts';
import { inkProps, ThemeContext } from '../theme/theme-context.ts';
import { Styled } from './styled.tsx';

const bareBorder = {
  ...{ topLeft: ' ', top: ' ', topRight: ' ', left: ' ', right: ' ' },
  ...{ bottomLeft: ' ', bottom: ' ', bottomRight: ' ' },
};

export interface FrameProps {
  readonly rectangle: Rectangle;
  readonly frame: FrameModel;
  readonly children?: ReactNode;
}

/** A pane's border with its title above and its footer below. The focused pane has a heavy border and a ▶. */
export function Frame({ rectangle, frame, children }: FrameProps): ReactNode {
  const { x, y, width, height } = rectangle;
  const { focused, title, badge, footer } = frame;
  const look = inkProps(useContext(ThemeContext)[focused ? 'frameFocused' : 'frame']);
  const lines = bordersOf(frame);
  return (
    <Box position="absolute" left={x} top={y} width={width} height={height} flexDirection="column" overflow="hidden">
      <Border
        width={width}
        characters={lines.top}
        border={focused ? 'frameFocused' : 'frame'}
        words={focused ? `▶ ${title}` : title}
        wordsAs={focused ? 'titleFocused' : 'title'}
        badge={badge}
      />
      <Box
        borderStyle={frame.isBare ? bareBorder : focused ? 'bold' : 'single'}
        borderTop={false}
        borderBottom={false}
        {...(look.color && { borderColor: look.color })}
        {...(look.dimColor && { borderDimColor: look.dimColor })}
        flexDirection="column"
        height={Math.max(0, height - 2)}
        overflow="hidden"
      >
        {children}
      </Box>
      <Border
        width={width}
        characters={lines.bottom}
        border={focused ? 'frameFocused' : 'frame'}
        words={footer?.text ?? ''}
        wordsAs={footer?.token ?? 'faint'}
        badge=""
      />
    </Box>
  );
}

interface BorderProps {
  readonly width: number;
  readonly characters: BorderCharacters;
  readonly border: Token;
  readonly words: string;
  readonly wordsAs: Token;
  readonly badge: string;
}

function Border({ width, characters, border, words, wordsAs, badge }: BorderProps): ReactNode {
  const line = borderLine(width, words, badge, characters);
  return (
    <Text wrap="truncate-end">
      <Styled as={border}>{line.start}</Styled>
      <Styled as={wordsAs}>{line.words}</Styled>
      <Styled as={border}>{line.middle}</Styled>
      <Styled as="faint">{line.badge}</Styled>
      <Styled as={border}>{line.end}</Styled>
    </Text>
  );
}
