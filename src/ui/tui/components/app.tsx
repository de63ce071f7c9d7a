import { Box } from 'ink';
import { type ReactNode, useSyncExternalStore } from 'react';
import type { ScreenModel } from '../screens/screen-model.ts';
import type { Theme } from '../theme/theme.ts';
import { ThemeContext } from '../theme/theme-context.ts';
import { Dialog } from './dialog.tsx';
import { Header } from './header.tsx';
import { HintLine } from './hint-line.tsx';
import { NoticeLine } from './notice-line.tsx';
import { type Painters, PaintersContext } from './painters.ts';
import { BareList, DetailPane, EventStrip, ListPane, SessionPane } from './panes.tsx';
import { TabStrip } from './tab-strip.tsx';

export interface AppProps {
  readonly model: {
    subscribe(listener: () => void): () => void;
    current(): ScreenModel;
  };
  readonly painters: Painters;
  readonly theme: Theme;
}

/** The whole screen. */
export function App({ model, painters, theme }: AppProps): ReactNode {
  const shown = useSyncExternalStore(model.subscribe, model.current);
  return (
    <ThemeContext value={theme}>
      <PaintersContext value={painters}>
        <ScreenView model={shown} />
      </PaintersContext>
    </ThemeContext>
  );
}

export function ScreenView({ model }: { readonly model: ScreenModel }): ReactNode {
  const { layout, size, header, tabs, notice, hints, dialog } = model;
  return (
    <Box width={size.columns} height={size.rows} overflow="hidden">
      {layout.header && <Header rectangle={layout.header} header={header} />}
      {layout.tabs && <TabStrip rectangle={layout.tabs} tabs={tabs} />}
      <Panes model={model} />
      {layout.hints && <HintLine rectangle={layout.hints} hints={hints} />}
      {notice && <NoticeLine size={size} notice={notice} />}
      {dialog && <Dialog model={dialog} size={size} isBare={model.isBare} />}
    </Box>
  );
}

function Panes({ model: { layout, list, detail, sessions, strip } }: { readonly model: ScreenModel }): ReactNode {
  const { panes, mode } = layout;
  return (
    <>
      {panes.list && mode === 'tiny' && <BareList rectangle={panes.list} model={list} />}
      {panes.list && mode !== 'tiny' && <ListPane rectangle={panes.list} model={list} />}
      {panes.detail && <DetailPane rectangle={panes.detail} model={detail} />}
      {layout.strip && strip && <EventStrip rectangle={layout.strip} model={strip} />}
      {sessions.map((session) => (
        <SessionPane key={session.paneId} rectangle={session.rectangle} model={session} />
      ))}
    </>
  );
}
