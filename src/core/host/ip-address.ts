import { isIP } from 'node:net';

/** 4 or 6; undefined for what is no IP address. Zones (`fe80::1%eth0`) are none that could be given to others. */
export function ipVersion(text: string): 4 | 6 | undefined {
  const version = text.includes('%') ? 0 : isIP(text);
  return version === 4 || version === 6 ? version : undefined;
}
