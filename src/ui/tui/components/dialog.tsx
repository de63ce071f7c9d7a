import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { TerminalSize } from '../../../core/api/index.ts';
import { fitText } from '../../text/fit-text.ts';
import { type BorderCharacters, borderLine } from '../present/border-line.ts';
import type { DialogModel } from '../screens/dialog-model.ts';
import { type DialogPage, dialogPage } from '../screens/dialog-page.ts';
import type { PageLine } from '../screens/page-lines.ts';
import { Overlay } from '../surface/surface.tsx';
import { Styled } from './styled.tsx';

export interface DialogProps {
  readonly model: DialogModel;
  readonly size: TerminalSize;
  readonly isBare: boolean;
}

const top = { left: '╔', line: '═', right: '╗' };
const bare = { left: ' ', line: ' ', right: ' ' };
const bottom = { left: '╚', line: '═', right: '╝' };

/** A question, a menu, a form or the help, over everything else. */
export function Dialog({ model, size, isBare }: DialogProps): ReactNode {
  const page = dialogPage(model, size);
  const { x, y, width, height } = page.rectangle;
  return (
    <Overlay position="absolute" left={x} top={y} width={width} height={height} overflow="hidden">
      <Box flexDirection="column" width={width} height={height}>
        <Edge width={width} corners={isBare ? bare : top} title={`▶ ${page.title}`} badge={page.badge} />
        <Lines page={page} side={isBare ? ' ' : '║'} />
        <Edge width={width} corners={isBare ? bare : bottom} title="" badge="" />
      </Box>
    </Overlay>
  );
}

interface EdgeProps {
  readonly width: number;
  readonly corners: BorderCharacters;
  readonly title: string;
  readonly badge: string;
}

function Edge({ width, corners, title, badge }: EdgeProps): ReactNode {
  const line = borderLine(width, title, badge, corners);
  return (
    <Text wrap="truncate-end">
      <Styled as="dialog">{line.start}</Styled>
      <Styled as="heading">{line.words}</Styled>
      <Styled as="dialog">{line.middle}</Styled>
      <Styled as="faint">{line.badge}</Styled>
      <Styled as="dialog">{line.end}</Styled>
    </Text>
  );
}

function Lines({ page, side }: { readonly page: DialogPage; readonly side: string }): ReactNode {
  const width = Math.max(0, page.rectangle.width - 4);
  return page.lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of a page have no identity but their place.
    <Text key={index} wrap="truncate-end">
      <Styled as="dialog">{side}</Styled> <FilledLine line={line} width={width} /> <Styled as="dialog">{side}</Styled>
    </Text>
  ));
}

/** Filled up with blanks, so that what lies below does not shine through. */
function FilledLine({ line, width }: { readonly line: PageLine; readonly width: number }): ReactNode {
  let room = width;
  const spans = line.map(({ text, as }) => {
    const fitted = fitText(text, room);
    room -= fitted.cells;
    return { text: fitted.text, as };
  });
  return (
    <Text>
      {spans.map(({ text, as }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: spans of a line have no identity but their place.
        <Styled key={index} as={as}>
          {text}
        </Styled>
      ))}
      {' '.repeat(room)}
    </Text>
  );
}
