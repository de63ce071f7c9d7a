// Bundles the programs of src/ui/bin into dist/. Run by scripts/build.
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { leanBuiltinModules, leanGrpcClient, withoutFetchInYoga, withoutUnusedPackages } from './lean-modules.ts';

const root = join(import.meta.dirname, '..');
const programs = ['conmand.ts', 'conmanctl.ts', 'conman-tui.tsx'];

/** What conmand runs in threads of its own. */
const threads = [
  'src/core/image/unpack/inflate-worker.ts',
  'src/core/image/unpack/layer-worker.ts',
  'src/core/image/archive/tree-archive-worker.ts',
  'src/core/image/archive/spool-worker.ts',
  'src/core/image/changes/tree-changes-worker.ts',
  'src/core/files/files-worker.ts',
];

const options: BuildOptions = {
  entryPoints: [...programs.map((file) => join('src/ui/bin', file)), ...threads]
    .map((path) => join(root, path))
    .filter((path) => existsSync(path)),
  // All side by side, where they look for each other.
  entryNames: '[name]',
  outdir: join(root, 'dist'),
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
  metafile: true,
  logLevel: 'warning',
  plugins: [withoutUnusedPackages, withoutFetchInYoga, leanGrpcClient, leanBuiltinModules],
};

/** Chunks of earlier builds stay for a week: a program that still runs may have yet to import one. */
function removeStaleChunks(outputs: ReadonlySet<string>): void {
  const weekMs = 7 * 24 * 3600 * 1000;
  for (const name of readdirSync(join(root, 'dist'))) {
    const path = join(root, 'dist', name);
    if (!outputs.has(name) && statSync(path).mtimeMs < Date.now() - weekMs) rmSync(path);
  }
}

const { metafile } = await build(options);
const outputs = Object.entries(metafile?.outputs ?? {});
removeStaleChunks(new Set(outputs.map(([path]) => basename(path))));
for (const [path, output] of outputs) {
  if (output.entryPoint !== undefined) console.log(`${basename(path)}: ${Math.round(output.bytes / 1024)} kB`);
}
