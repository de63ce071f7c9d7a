import { Box, Text } from 'ink';
import { type ReactNode, useContext } from 'react';
import type { Rectangle } from '../compositor/rectangle.ts';
import { shownFacts } from '../screens/container-facts.ts';
import { withCursor } from '../screens/dialog-page.ts';
import type { DetailModel, ListModel, PromptModel, SessionModel } from '../screens/pane-models.ts';
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
      {model.filter && <PromptLine prompt={model.filter} width={rectangle.width - frameCells} />}
      <ListBody model={model} />
    </Frame>
  );
}

/** The list without a frame, for a window that has no room for one. */
export function BareList({ rectangle, model }: PaneProps<ListModel>): ReactNode {
  const { x, y, width, height } = rectangle;
  return (
    <Box position="absolute" left={x} top={y} width={width} height={height} flexDirection="column" overflow="hidden">
      {model.filter && <PromptLine prompt={model.filter} width={width} />}
      <ListBody model={model} />
    </Box>
  );
}

function ListBody({ model }: { readonly model: ListModel }): ReactNode {
  const painters = useContext(PaintersContext);
  if (model.placard) return <Placard words={model.placard} />;
  return painters && <Surface painter={painters.list} focused={model.focused} flexGrow={1} />;
}

interface PromptLineProps {
  readonly prompt: PromptModel;
  readonly width: number;
}

function PromptLine({ prompt, width }: PromptLineProps): ReactNode {
  const room = Math.max(1, width - prompt.label.length - 1);
  return (
    <Box height={1} flexShrink={0}>
      <Text wrap="truncate-end">
        <Styled as="hintKey">{prompt.label} </Styled>
        {withCursor(prompt.text, prompt.cursor, room).map(({ text, as }, index) => (
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
          {painters && <Surface painter={painters.log} focused={model.focused} flexGrow={1} />}
          {model.prompt && <PromptLine prompt={model.prompt} width={rectangle.width - frameCells} />}
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
