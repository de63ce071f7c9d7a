import { Text } from 'ink';
import type { ReactNode } from 'react';
import type { TerminalSize } from '../../../core/api/index.ts';
import { fillText } from '../../text/fit-text.ts';
import { wrapText } from '../present/wrap-text.ts';
import type { Notice } from '../screens/notice.ts';
import { Overlay } from '../surface/surface.tsx';
import { Styled } from './styled.tsx';

export interface NoticeLineProps {
  readonly size: TerminalSize;
  readonly notice: Notice;
}

const mostRows = 4;

/** What has just happened, in place of the hints; it grows upwards when it is long. */
export function NoticeLine({ size: { columns: width, rows }, notice }: NoticeLineProps): ReactNode {
  const { text, hint, token } = notice;
  const whole = hint === undefined ? text : `${text} · ${hint}`;
  const lines = wrapText(whole, width - 2).slice(0, Math.min(mostRows, rows));
  if (lines.length === 0) return null;
  return (
    <Overlay
      position="absolute"
      flexDirection="column"
      left={0}
      top={rows - lines.length}
      width={width}
      height={lines.length}
      overflow="hidden"
    >
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text have no identity but their place.
        <Text key={index} wrap="truncate-end">
          <Styled as={token}>{` ${fillText(line, Math.max(0, width - 2))} `}</Styled>
        </Text>
      ))}
    </Overlay>
  );
}
