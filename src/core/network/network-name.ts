import { invalid } from '../errors/index.ts';

/** The network that containers are on unless they ask for another one. */
export const defaultNetworkName = 'conman';

const pattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}$/;
/** Words that mean something else where a network can be named. */
const reserved = ['none', 'host', 'default', 'bridge', 'container'];

export function expectNewNetworkName(name: string): void {
  if (!pattern.test(name)) {
    throw invalid(
      `${JSON.stringify(name)} is not a network name`,
      'Use 1 to 64 letters, digits, "_", "." or "-", beginning with a letter or digit.',
    );
  }
  if (reserved.includes(name)) throw invalid(`a network cannot be named "${name}": the word has a meaning of its own`);
}
