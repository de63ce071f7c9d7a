import type { UnixSocket } from '../host/unix-socket.ts';

export interface MetricsPage {
  readonly contentType: string;
  text(): Promise<string>;
}

/** An HTTP/1 request; HTTP/2, which gRPC speaks, begins with `PRI *`. */
export function isPageRequest(firstBytes: Uint8Array): boolean {
  return Buffer.from(firstBytes).toString('latin1', 0, 4) === 'GET ';
}

/** Answers one HTTP/1 request, for those who scrape metrics without gRPC: `curl --unix-socket SOCKET http://conmand/metrics`. */
export async function answerPage(socket: UnixSocket, firstBytes: Uint8Array, page: MetricsPage): Promise<void> {
  const [, path] = Buffer.from(firstBytes).toString('latin1', 0, 100).split(' ');
  const found = path === '/metrics';
  const text = found ? await page.text() : 'There is nothing here but /metrics.\n';
  const head = [
    `HTTP/1.1 ${found ? '200 OK' : '404 Not Found'}`,
    `Content-Type: ${found ? page.contentType : 'text/plain'}`,
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}
