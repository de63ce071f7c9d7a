import { ConmanError } from '../errors/index.ts';
import { runProcess } from './process.ts';

const timeoutMs = 30_000;

export interface DefaultRoute {
  /** Its family is the route's. */
  readonly gateway: string;
  readonly interface: string;
}

/** Makes this the only default route of its family in the network namespace that is pinned at `netns`. */
export async function setDefaultRoute(netns: string, route: DefaultRoute): Promise<void> {
  const { gateway, interface: device } = route;
  const family = gateway.includes(':') ? '-6' : '-4';
  const result = await runProcess('nsenter', [`--net=${netns}`, 'ip', family, '-batch', '-'], {
    timeoutMs,
    input: `route flush exact default\nroute add default via ${gateway} dev ${device}\n`,
  });
  if (result.exitCode === 0) return;
  const reason = result.stderr.trim().split('\n')[0] || 'ip said no reason';
  throw new ConmanError('internal', `cannot make ${gateway} the way out of a container: ${reason}`, {
    details: result.stderr || undefined,
  });
}
