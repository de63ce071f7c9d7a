import { App, type AppProps } from '../components/app.tsx';
import type { Compositor } from '../compositor/compositor.ts';
import { mountInk } from '../screen/mount-ink.tsx';

/** Ink takes over the screen. Resolves when it has drawn it. */
export async function showSecondStage(props: AppProps, compositor: Compositor): Promise<void> {
  await mountInk(<App {...props} />, compositor).waitUntilRenderFlush();
}
