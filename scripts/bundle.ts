// Bundles the programs of src/ui/bin into dist/. Run by scripts/build.
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const root = join(import.meta.dirname, '..');
const programs = ['conmand.ts', 'conmanctl.ts', 'conman-tui.tsx'];

/** Ink loads React's developer tools when DEV=true is set. They are not shipped, and without them the bundle has no use for it. */
const withoutDeveloperTools: Plugin = {
  name: 'without-developer-tools',
  setup(bundler) {
    bundler.onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'absent' }));
    bundler.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'export default undefined;' }));
  },
};

/** Yoga carries its WebAssembly inside, yet asks fetch() for it if there is one: that loads Node's whole HTTP client, 8 MB. */
const withoutFetchInYoga: Plugin = {
  name: 'without-fetch-in-yoga',
  setup(bundler) {
    bundler.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, ({ path }) => ({
      contents: `const fetch = undefined;\n${readFileSync(path, 'utf8')}`,
    }));
  },
};

const options: BuildOptions = {
  entryPoints: [...programs.map((file) => join('src/ui/bin', file)), 'src/core/image/unpack/layer-worker.ts']
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
  plugins: [withoutDeveloperTools, withoutFetchInYoga],
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
