import type { BuildOptions } from 'esbuild';
import {
  leanBuiltinModules,
  leanGrpcClient,
  rememberedWidths,
  withoutFetchInYoga,
  withoutUnusedPackages,
} from './lean-modules.ts';

/** How programs are bundled, those of the tests too. */
export const programOptions = {
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // Native add-ons find their binaries from where they are installed.
  external: ['node-pty', 'koffi'],
  define: { 'process.env.NODE_ENV': '"production"' },
  // CommonJS packages inside the bundle call require() for Node's own modules.
  banner: {
    js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
  },
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [withoutUnusedPackages, withoutFetchInYoga, rememberedWidths, leanGrpcClient, leanBuiltinModules],
} satisfies BuildOptions;

/** What conmand runs in threads of its own. */
export const threads = [
  'src/core/image/unpack/inflate-worker.ts',
  'src/core/image/unpack/layer-worker.ts',
  'src/core/image/unpack/file-worker.ts',
  'src/core/image/archive/tree-archive-worker.ts',
  'src/core/image/archive/spool-worker.ts',
  'src/core/image/changes/tree-changes-worker.ts',
  'src/core/image/copy/tree-copy-worker.ts',
  'src/core/files/files-worker.ts',
];
