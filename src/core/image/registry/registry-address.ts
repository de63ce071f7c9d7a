import { ConmanError } from '../../errors/index.ts';
import { sendRequest } from '../../host/http-request.ts';

/** Where docker's own registry really is. */
export function registryHost(domain: string): string {
  return domain === 'docker.io' ? 'registry-1.docker.io' : domain;
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}

/** https, except for a registry on this machine that does not speak it. */
export async function registryOrigin(host: string, abort: AbortSignal): Promise<string> {
  const secure = `https://${host}`;
  if (!isLoopback(new URL(secure).hostname)) return secure;
  try {
    const answer = await sendRequest(new URL('/v2/', secure), { method: 'GET', headers: {}, abort });
    answer.body.resume();
    return secure;
  } catch (error) {
    if (error instanceof ConmanError && error.code === 'cancelled') throw error;
    return `http://${host}`;
  }
}
