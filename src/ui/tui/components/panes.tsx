import { Box, Text } from 'ink';
import { type ReactNode, useContext } from 'react';
import type { Rectangle } from '../compositor/rectangle.ts';
import type { DetailModel } from '../screens/detail-model.ts';
import { withCursor } from '../screens/field-cursor.ts';
import type { FrameModel } from '../screens/frame-model.ts';
import type { ListModel } from '../screens/list-model.ts';
import type { SessionModel } from '../screens/session-models.ts';
import { shownFacts } from '../screens/shown-facts.ts';
import { Surface } from '../surface/surface.tsx';
import { Frame } from './frame.tsx';
import { PaintersContext } from './painters.ts';
import { Placard } from './placard.tsx';
import { Styled } from './styled.tsx';

interface PaneProps<Model> {
  readonly rectangle: Rectangle;
  readonly model: Model;
}

const frameCells = 2;

export function ListPane({ rectangle, model }: PaneProps<ListModel>): ReactNode {
  return (
    <Frame rectangle={rectangle} frame={model}>
      {model.filter && <FilterLine filter={model.filter} width={rectangle.width - frameCells} />}
      <ListBody model={model} />
    </Frame>
  );
}

/** The list without a frame, for a window that has no room for one. */
export function BareList({ rectangle, model }: PaneProps<ListModel>): ReactNode {
  const { x, y, width, height } = rectangle;
  return (
    <Box position="absolute" left={x} top={y} width={width} height={height} flexDirection="column" overflow="hidden">
      {model.filter && <FilterLine filter={model.filter} width={width} />}
      <ListBody model={model} />
    </Box>
  );
}

function ListBody({ model }: { readonly model: ListModel }): ReactNode {
  const painters = useContext(PaintersContext);
  if (model.placard) return <Placard words={model.placard} />;
  return painters && <Surface painter={painters.list} focused={model.focused} flexGrow={1} />;
}

interface FilterLineProps {
  readonly filter: NonNullable<ListModel['filter']>;
  readonly width: number;
}

function FilterLine({ filter, width }: FilterLineProps): ReactNode {
  return (
    <Box height={1} flexShrink={0}>
      <Text wrap="truncate-end">
        <Styled as="hintKey">/ </Styled>
        {withCursor(filter.text, filter.cursor, Math.max(1, width - 2)).map(({ text, as }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: spans of a line have no identity but their place.
          <Styled key={index} as={as}>
            {text}
          </Styled>
        ))}
      </Text>
    </Box>
  );
}

export function DetailPane({ rectangle, model }: PaneProps<DetailModel>): ReactNode {
  const painters = useContext(PaintersContext);
  const facts = shownFacts(model.facts, {
    width: rectangle.width - frameCells,
    height: rectangle.height - frameCells,
  });
  return (
    <Frame rectangle={rectangle} frame={model}>
      {model.placard ? (
        <Placard words={model.placard} />
      ) : (
        <>
          {facts.map(({ text, token }) => (
            <Box key={text} height={1} flexShrink={0} paddingX={1}>
              <Styled as={token}>{text}</Styled>
            </Box>
          ))}
          {painters && (
            <Surface key={model.surface} painter={painters[model.surface]} focused={model.focused} flexGrow={1} />
          )}
        </>
      )}
    </Frame>
  );
}

export function SessionPane({ rectangle, model }: PaneProps<SessionModel>): ReactNode {
  const painter = useContext(PaintersContext)?.session(model.paneId);
  return (
    <Frame rectangle={rectangle} frame={model}>
      {model.placard && <Placard words={model.placard} />}
      {!model.placard && painter && (
        <Surface key={model.paneId} painter={painter} focused={model.focused} flexGrow={1} />
      )}
    </Frame>
  );
}

/** The last events, at the foot of a large screen. */
export function EventStrip({ rectangle, model }: PaneProps<FrameModel>): ReactNode {
  const painters = useContext(PaintersContext);
  return (
    <Frame rectangle={rectangle} frame={model}>
      {painters && <Surface painter={painters.strip} focused={false} flexGrow={1} />}
    </Frame>
  );
}
