/**
 * The program of a thread, beside the module whose `import.meta.url` is given: a source among the sources, and among the
 * programs a bundle (scripts/bundle.ts).
 */
export function threadProgram(name: string, besideUrl: string): URL {
  return new URL(`./${name}.${besideUrl.endsWith('.ts') ? 'ts' : 'js'}`, besideUrl);
}
