// Checks the documents: every path of the repository that they name exists, and generated pages are as generated.
// `--write` writes the generated pages anew.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { commandReferenceMarkdown } from '../src/ui/cli/reference.ts';
import { keyReferenceMarkdown } from '../src/ui/tui/keys/key-reference.ts';
import { conmanctlPage } from './manual/conmanctl.ts';
import { conmandPage, conmanTuiPage } from './manual/pages.ts';

const root = join(import.meta.dirname, '..');
/** Directories of the repository: what begins with one of them is meant as a path. */
const topLevel = ['src', 'test', 'docs', 'scripts', 'assets', 'bin', '.ci'];
/** Made by the build or kept out of the repository, so not there in a fresh clone. */
const notInRepository = /^(?:build|dist|node_modules|\.tools)\//;
const pathInCode = new RegExp(`^(?:${topLevel.map((name) => name.replace('.', '\\.')).join('|')})/[\\w./{},*@+-]*$`);

interface GeneratedPage {
  readonly path: string;
  readonly content: () => string;
}

const generatedPages: readonly GeneratedPage[] = [
  { path: 'docs/conmanctl.md', content: commandReferenceMarkdown },
  { path: 'docs/keys.md', content: keyReferenceMarkdown },
  { path: 'assets/man/conmanctl.1', content: conmanctlPage },
  { path: 'assets/man/conman-tui.1', content: conmanTuiPage },
  { path: 'assets/man/conmand.8', content: conmandPage },
];

function documents(): string[] {
  return globSync('**/*.md', {
    cwd: root,
    exclude: (path) => /(?:^|\/)(?:node_modules|build|dist|\.tools|\.git)$/.test(path),
  });
}

/** Paths that a document names: in links, and in code spans that look like a path of ours. */
function namedPaths(document: string): string[] {
  const text = readFileSync(join(root, document), 'utf8').replace(/^```[\s\S]*?^```/gm, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => (target as string).replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/i.test(target))
    .map((target) => relative(root, join(root, dirname(document), target)));
  const spans = [...text.matchAll(/`([^`\n]+)`/g)]
    .map(([, span]) => span as string)
    .filter((span) => pathInCode.test(span));
  return [...links, ...spans];
}

function exists(path: string): boolean {
  if (notInRepository.test(path)) return true;
  return /[{*]/.test(path) ? globSync(path, { cwd: root }).length > 0 : existsSync(join(root, path));
}

const problems: string[] = [];
for (const document of documents()) {
  for (const path of new Set(namedPaths(document))) {
    if (!exists(path) && !exists(join(dirname(document), path)))
      problems.push(`${document} names ${path}, which does not exist`);
  }
}
for (const { path, content } of generatedPages) {
  const wanted = content();
  const file = join(root, path);
  if (process.argv.includes('--write')) writeFileSync(file, wanted);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== wanted) {
    problems.push(`${path} is not up to date: run scripts/check-docs --write`);
  }
}
for (const problem of problems) console.error(`check-docs: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
