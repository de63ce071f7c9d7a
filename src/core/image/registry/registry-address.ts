import { ConmanError } from '../../errors/index.ts';
import type { HttpClient } from '../../host/http-client.ts';

/** Where docker's own registry really is. */
export function registryHost(domain: string): string {
  return domain === 'docker.io' ? 'registry-1.docker.io' : domain;
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}

/** https; for a registry on this machine, or one that is marked insecure, http when it does not speak that. */
export async function registryOrigin(
  http: HttpClient,
  host: string,
  insecure: boolean,
  abort: AbortSignal,
): Promise<string> {
  const secure = `https://${host}`;
  if (!insecure && !isLoopback(new URL(secure).hostname)) return secure;
  try {
    const answer = await http.send(new URL('/v2/', secure), { method: 'GET', headers: {}, abort });
    answer.body.resume();
    return secure;
  } catch (error) {
    if (error instanceof ConmanError && error.code === 'cancelled') throw error;
    return `http://${host}`;
  }
}
