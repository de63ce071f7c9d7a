import type { ContainerExit } from '../../api/container.ts';
import type { ConmanError } from '../../errors/index.ts';

/** A `Status` of Kubernetes' API (meta/v1) as version 4 of the protocol sends it on the error channel. */
export interface RemoteStatus {
  readonly metadata: Readonly<Record<string, never>>;
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly reason?: 'NonZeroExitCode' | 'InternalError';
  readonly details?: { readonly causes: readonly { readonly reason: 'ExitCode'; readonly message: string }[] };
  readonly code?: number;
}

/** How the process ended. Clients make it their own exit status. */
export function exitStatus({ code }: ContainerExit): RemoteStatus {
  if (code === 0) return { metadata: {}, status: 'Success' };
  if (code === undefined) return failure('the process ended, but its exit status could not be read');
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: `${code}` }] },
  };
}

/** Why the client hears no more of the process. */
export function failureStatus({ message, hint }: ConmanError): RemoteStatus {
  return failure(hint === undefined ? message : `${message} (${hint})`);
}

function failure(message: string): RemoteStatus {
  return { metadata: {}, status: 'Failure', message, reason: 'InternalError', code: 500 };
}
