import { ConmanError } from '../../errors/index.ts';

export interface ListenAddress {
  /** Name or address, an IPv6 one without brackets. */
  readonly host: string;
  /** 0 = any that is free. */
  readonly port: number;
}

/** Reads `HOST:PORT` and `[IPV6]:PORT`. Throws `invalid-argument`. */
export function parseListenAddress(text: string): ListenAddress {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s/]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host !== undefined && port <= 65_535) return { host, port };
  throw new ConmanError('invalid-argument', `'${text}' is no address to listen on`, {
    hint: 'It has to be HOST:PORT, such as 127.0.0.1:8881; port 0 is any that is free.',
  });
}

/** The inverse of `parseListenAddress`. */
export function formatListenAddress({ host, port }: ListenAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
