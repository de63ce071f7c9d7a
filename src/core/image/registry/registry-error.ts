import * as z from 'zod';
import { ConmanError } from '../../errors/index.ts';

const bodySchema = z.object({
  errors: z.array(z.object({ code: z.string().optional(), message: z.string().optional() })),
});

/**
 * What an answer of a registry other than success means. `what` is the thing that was asked for, `waitMs` how long it asks
 * to wait.
 */
export function registryError(
  status: number,
  body: string,
  host: string,
  what: string,
  waitMs?: number | undefined,
): ConmanError {
  const said = reasonIn(body);
  const reason = said === undefined ? `HTTP ${status}` : `HTTP ${status}, ${said}`;
  const details = body === '' ? undefined : body;
  if (status === 401 || status === 403) {
    return new ConmanError('permission-denied', `${host} does not give ${what} (${reason})`, {
      hint: `Check the name. If it is private, log in: conmanctl image login ${host}`,
      details,
    });
  }
  if (status === 404) {
    return new ConmanError('not-found', `${host} has no ${what}`, { hint: 'Check its name and tag.', details });
  }
  if (status === 429) {
    return new ConmanError('resource-exhausted', `${host} takes no more requests for now (${reason})`, {
      hint: `${waitText(waitMs)}; a login may have a higher limit: conmanctl image login ${host}`,
      details,
    });
  }
  if (status >= 500) {
    return new ConmanError('unavailable', `${host} failed (${reason})`, { hint: 'Try again later.', details });
  }
  return new ConmanError('internal', `${host} answered to the request for ${what} with ${reason}`, { details });
}

function waitText(waitMs = 0): string {
  const seconds = Math.ceil(waitMs / 1000);
  if (seconds === 0) return 'Wait a while';
  return `It asks to wait for ${seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`}`;
}

function reasonIn(body: string): string | undefined {
  try {
    const [error] = bodySchema.parse(JSON.parse(body)).errors;
    const text = error?.message ?? error?.code;
    // Whatever it says, it says it on one line and cannot steer a terminal.
    return text?.replace(/[^\x20-\x7e\u00a0-\uffff]+/g, ' ').slice(0, 200);
  } catch {
    return undefined;
  }
}
