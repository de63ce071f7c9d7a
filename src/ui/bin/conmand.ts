import { join } from 'node:path';
import { runDaemon } from '../../core/index.ts';

/** The installation's root, from the bundle in dist/ or from this source file. */
const root = join(import.meta.dirname, import.meta.dirname.endsWith('/dist') ? '..' : '../../..');

await runDaemon(process.argv.slice(2), {
  assetsDir: join(root, 'assets'),
  shimPath: join(root, 'build/conman-shim'),
  programPath: join(root, 'bin/conmand'),
});
