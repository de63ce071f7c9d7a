import { sizeText } from '../../words/size.ts';

/** Nobody needs to be told of what is done at once, in ms. */
const quietMs = 700;
const betweenMs = 200;

interface ProgressScreen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Says on one line of a terminal how much went through, once it takes a while. */
export async function* withProgress(
  chunks: AsyncIterable<Uint8Array>,
  screen: ProgressScreen,
  nowMs: () => number,
): AsyncGenerator<Uint8Array> {
  const startedMs = nowMs();
  let shownMs = startedMs + quietMs - betweenMs;
  let bytes = 0;
  let isShown = false;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      const now = nowMs();
      if (screen.isTTY && now - shownMs >= betweenMs) {
        const perSecond = (bytes * 1000) / Math.max(1, now - startedMs);
        screen.write(`\r\x1b[K${sizeText(bytes)}, ${sizeText(perSecond)}/s`);
        shownMs = now;
        isShown = true;
      }
      yield chunk;
    }
  } finally {
    if (isShown) screen.write('\r\x1b[K');
  }
}
