import { Box, type BoxProps, type DOMElement, measureElement } from 'ink';
import { type ReactNode, type RefObject, useContext, useLayoutEffect, useRef } from 'react';
import type { Rectangle } from '../compositor/rectangle.ts';
import { LevelContext, SurfaceHostContext } from './host.ts';
import { InkSurface } from './ink-surface.tsx';
import type { Painter } from './painter.ts';

export interface SurfaceProps extends Omit<BoxProps, 'children'> {
  /** Keep the same painter across renders; it owns the content. */
  readonly painter: Painter;
  /** Give the terminal's cursor to this surface. At most one surface of the screen. */
  readonly focused?: boolean;
}

/** A box whose cells the painter draws. It takes the layout props of `<Box>`, and no borders: put a `<Box>` around it. */
export function Surface({ painter, focused = false, ...box }: SurfaceProps): ReactNode {
  const host = useContext(SurfaceHostContext);
  const level = useContext(LevelContext);
  const element = useRef<DOMElement>(null);
  useLayoutEffect(
    () => host?.show({ painter, focused, level, measure: () => measureReference(element) }),
    [host, painter, focused, level],
  );
  if (host === undefined) return <InkSurface painter={painter} {...box} />;
  return <Box ref={element} flexShrink={1} {...box} />;
}

export interface OverlayProps extends BoxProps {
  readonly children: ReactNode;
}

/**
 * A box drawn by Ink over everything, surfaces included: a dialog, a menu. Usually `position="absolute"`, and with a
 * `backgroundColor` or filled rows, because Ink leaves what is under an empty cell. Surfaces may stand inside.
 */
export function Overlay({ children, ...box }: OverlayProps): ReactNode {
  const host = useContext(SurfaceHostContext);
  const level = useContext(LevelContext) + 1;
  const element = useRef<DOMElement>(null);
  useLayoutEffect(() => host?.cover({ level, measure: () => measureReference(element) }), [host, level]);
  return (
    <Box ref={element} {...box}>
      <LevelContext value={level}>{children}</LevelContext>
    </Box>
  );
}

function measureReference(reference: RefObject<DOMElement | null>): Rectangle | undefined {
  return reference.current === null ? undefined : measureElement(reference.current);
}
