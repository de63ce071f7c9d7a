import { Readable } from 'node:stream';
import { Box, render, useWindowSize } from 'ink';
import type { ReactNode } from 'react';
import type { Compositor } from '../compositor/compositor.ts';
import { inkClusters } from '../compositor/ink-clusters.ts';
import { SurfaceHostContext } from '../surface/host.ts';

export interface MountedInk {
  /** Shows another tree in place of this one. */
  rerender(node: ReactNode): void;
  unmount(): void;
  /** Resolves once everything known by now was composed. */
  waitUntilRenderFlush(): Promise<void>;
}

/**
 * Shows a tree of components on the compositor, with the whole screen as its box. Ink composes a frame for every
 * commit and never reads the keyboard.
 */
export function mountInk(node: ReactNode, compositor: Compositor): MountedInk {
  compositor.measureBy(inkClusters());
  const stdout = compositor.inkOutput as unknown as NodeJS.WriteStream;
  const stdin = new Readable({ read: () => undefined }) as unknown as NodeJS.ReadStream;
  const onScreen = (content: ReactNode) => (
    <SurfaceHostContext value={compositor}>
      <WholeScreen>{content}</WholeScreen>
    </SurfaceHostContext>
  );
  // `debug` makes a write one bare frame (see ink-output.ts); `concurrent` makes one commit of several state changes.
  const options = { debug: true, interactive: true, concurrent: true, patchConsole: false, exitOnCtrlC: false };
  const ink = render(onScreen(node), { stdout, stdin, ...options });
  return {
    rerender: (content) => ink.rerender(onScreen(content)),
    unmount: () => ink.unmount(),
    waitUntilRenderFlush: () => ink.waitUntilRenderFlush(),
  };
}

function WholeScreen({ children }: { readonly children: ReactNode }): ReactNode {
  const { columns, rows } = useWindowSize();
  return (
    <Box width={columns} height={rows} overflow="hidden">
      {children}
    </Box>
  );
}
