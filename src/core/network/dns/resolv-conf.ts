/** What resolv.conf(5) says. */
export interface ResolvConf {
  readonly nameServers: readonly string[];
  readonly search: readonly string[];
  readonly options: readonly string[];
}

export function parseResolvConf(text: string): ResolvConf {
  const nameServers: string[] = [];
  let search: readonly string[] = [];
  const options: string[] = [];
  for (const line of text.split('\n')) {
    const [keyword, ...values] = line
      .replace(/[#;].*$/, '')
      .trim()
      .split(/\s+/);
    if (keyword === 'nameserver' && values[0] !== undefined) nameServers.push(values[0]);
    // The last one counts.
    if (keyword === 'search' || keyword === 'domain') search = values;
    if (keyword === 'options') options.push(...values);
  }
  return { nameServers, search, options };
}

export function formatResolvConf({ nameServers, search, options }: ResolvConf): string {
  return [
    ...nameServers.map((server) => `nameserver ${server}`),
    ...(search.length > 0 ? [`search ${search.join(' ')}`] : []),
    ...(options.length > 0 ? [`options ${options.join(' ')}`] : []),
    '',
  ].join('\n');
}

/** A stub on the host, such as that of systemd-resolved, is out of reach of whoever has a network of their own. */
export function isLoopback(address: string): boolean {
  return /^127\./.test(address) || address === '::1';
}
