import { isAbsolute, join } from 'node:path';

/**
 * Where a user writes down how programs should be: `$XDG_CONFIG_HOME/conman`, by default `~/.config/conman` (XDG Base
 * Directory Specification). Undefined for a user without a home.
 */
export function configDirectory(environment: NodeJS.ProcessEnv): string | undefined {
  const { XDG_CONFIG_HOME: configHome, HOME: home } = environment;
  if (configHome !== undefined && isAbsolute(configHome)) return join(configHome, 'conman');
  return home !== undefined && isAbsolute(home) ? join(home, '.config/conman') : undefined;
}
