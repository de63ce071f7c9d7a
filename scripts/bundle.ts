// Bundles the programs of src/ui/bin into dist/. Run by scripts/build.
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { programOptions, threads } from './program-options.ts';

const root = join(import.meta.dirname, '..');
const programs = ['conmand.ts', 'conmanctl.ts', 'conman-tui.tsx'];

/** Bytes that those in front of whom somebody sits may load before they do anything. */
const startLimits: Readonly<Record<string, number>> = { 'conman-tui.js': 550_000, 'conmanctl.js': 450_000 };

const options = {
  ...programOptions,
  entryPoints: [...programs.map((file) => join('src/ui/bin', file)), ...threads]
    .map((path) => join(root, path))
    .filter((path) => existsSync(path)),
  // All side by side, where they look for each other.
  entryNames: '[name]',
  outdir: join(root, 'dist'),
  metafile: true,
} satisfies BuildOptions;

/** Chunks of earlier builds stay for a week: a program that still runs may have yet to import one. */
function removeStaleChunks(outputs: ReadonlySet<string>): void {
  const weekMs = 7 * 24 * 3600 * 1000;
  for (const name of readdirSync(join(root, 'dist'))) {
    const path = join(root, 'dist', name);
    if (!outputs.has(name) && statSync(path).mtimeMs < Date.now() - weekMs) rmSync(path);
  }
}

/** The output itself and all that it imports statically: what is loaded before its first line runs. */
function loadedAtStart(path: string, outputs: Metafile['outputs'], seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const { kind, path: imported, external } of outputs[path]?.imports ?? []) {
    if (kind === 'import-statement' && !external) loadedAtStart(imported, outputs, seen);
  }
  return seen;
}

const { outputs } = (await build(options)).metafile;
removeStaleChunks(new Set(Object.keys(outputs).map((path) => basename(path))));
for (const [path, { entryPoint }] of Object.entries(outputs)) {
  if (entryPoint === undefined) continue;
  const name = basename(path);
  const bytes = [...loadedAtStart(path, outputs)].reduce((sum, loaded) => sum + (outputs[loaded]?.bytes ?? 0), 0);
  console.log(`${name}: ${Math.round(bytes / 1000)} kB at its start`);
  const limit = startLimits[name];
  if (limit !== undefined && bytes > limit) {
    console.error(
      `bundle: more than ${limit / 1000} kB: ${name} imports what could come later (by a call of import())`,
    );
    process.exitCode = 1;
  }
}
