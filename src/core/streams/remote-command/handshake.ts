import type { IncomingHttpHeaders } from 'node:http';

/** The protocol of the streams that this server speaks; clients offer this one and both older and newer ones. */
const acceptedProtocol = 'v4.channel.k8s.io';
const acceptedTransport = 'SPDY/3.1';

/** An answer of HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly message: string;
}

/**
 * The answer to a request for a remote command, as Kubernetes' API gives it: status 101 when it may go on with SPDY,
 * otherwise a refusal and its reason. A client that is refused may try again with another offer.
 */
export function answerHandshake(headers: IncomingHttpHeaders): Answer {
  if (!lists(headers.connection, 'upgrade') || !lists(headers.upgrade, acceptedTransport)) {
    return refusal(400, `unable to upgrade: this takes a request with 'Upgrade: ${acceptedTransport}'`);
  }
  const offered = elementsOf(headers['x-stream-protocol-version']);
  if (offered.length === 0) return refusal(400, 'unable to upgrade: X-Stream-Protocol-Version is required');
  if (!offered.includes(acceptedProtocol)) {
    const message = `unable to upgrade: unable to negotiate protocol: server accepts ${acceptedProtocol}`;
    return refusal(403, message, { 'X-Accepted-Stream-Protocol-Versions': acceptedProtocol });
  }
  return {
    status: 101,
    headers: { Connection: 'Upgrade', Upgrade: acceptedTransport, 'X-Stream-Protocol-Version': acceptedProtocol },
    message: '',
  };
}

export function refusal(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const body = `${message}\n`;
  return {
    status,
    headers: {
      ...headers,
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': `${Buffer.byteLength(body)}`,
      Connection: 'close',
    },
    message: body,
  };
}

function lists(header: string | undefined, wanted: string): boolean {
  return elementsOf(header).some((element) => element.toLowerCase() === wanted.toLowerCase());
}

/** Of a header that may come several times, each with several elements. */
function elementsOf(header: string | readonly string[] | undefined): string[] {
  return [header ?? []]
    .flat()
    .flatMap((line) => line.split(','))
    .map((element) => element.trim())
    .filter((element) => element !== '');
}
