import { parseArgs } from 'node:util';

export type Invocation =
  | {
      readonly kind: 'run';
      readonly host: string | undefined;
      /** Nothing on the machine may be changed, until the user says otherwise. */
      readonly isReadOnly: boolean;
      /** A made-up machine. */
      readonly isDemo: boolean;
    }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'mistake'; readonly text: string };

export const usage = `Usage: conman-tui [--host SOCKET] [--read-only] [--demo]

Containers on this machine, on one screen: live list and logs, shells that stay.
If conmand does not run, it is started in the background.

Options:
  -H, --host SOCKET  conmand's socket (default: $CONMAN_HOST, /run/conmand.sock)
      --read-only    change nothing; R in the program allows it again
      --demo         a made-up machine, to look around; nothing of this one is touched
      --version      print the version
  -h, --help         print this help

NO_COLOR in the environment turns colours off. In the program, ? shows every key.

Examples:
  sudo conman-tui
  sudo conman-tui --host /tmp/private.sock
  conman-tui --demo
`;

/** What the command line asks for. */
export function readInvocation(
  argv: readonly string[],
  environment: { readonly CONMAN_HOST?: string | undefined },
): Invocation {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        host: { type: 'string', short: 'H' },
        'read-only': { type: 'boolean' },
        demo: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
    if (values.help) return { kind: 'help' };
    if (values.version) return { kind: 'version' };
    const { 'read-only': isReadOnly = false, demo: isDemo = false } = values;
    return { kind: 'run', host: values.host ?? (environment.CONMAN_HOST || undefined), isReadOnly, isDemo };
  } catch (error) {
    return { kind: 'mistake', text: error instanceof Error ? error.message : String(error) };
  }
}
