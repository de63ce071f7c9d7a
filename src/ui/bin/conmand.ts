import { join } from 'node:path';
import { runDaemon } from '../../core/index.ts';

/** The installation's root, from the bundle in dist/ or from this source file. */
const root = join(import.meta.dirname, import.meta.dirname.endsWith('/dist') ? '..' : '../../..');

const status = await runDaemon(process.argv.slice(2), {
  assetsDir: join(root, 'assets'),
  shimPath: join(root, 'build/conman-shim'),
  programPath: join(root, 'bin/conmand'),
});
// Nothing that is still open, such as a client's connection, keeps a daemon that was told to stop.
process.exit(status);
