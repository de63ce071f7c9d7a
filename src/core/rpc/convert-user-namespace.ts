import type { UserNamespace } from '../api/settings.ts';
import { ConmanError } from '../errors/index.ts';
import type * as wire from './generated/conman.ts';

export function userNamespaceToWire(namespace: UserNamespace): wire.UserNamespace {
  const { kind } = namespace;
  const size = BigInt(kind === 'auto' ? (namespace.size ?? 0) : 0);
  return kind === 'maps' ? { ...namespace, size } : { kind, size, uids: [], gids: [] };
}

export function userNamespaceFromWire({ kind, size, uids, gids }: wire.UserNamespace): UserNamespace {
  if (kind === 'host') return { kind };
  if (kind === 'auto') return { kind, size: Number(size) || undefined };
  if (kind === 'maps') return { kind, uids, gids };
  throw new ConmanError('invalid-argument', `there is no kind of user namespace "${kind}"`, {
    hint: 'Use host, auto or maps.',
  });
}
