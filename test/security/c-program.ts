import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Compiles a C program of a directory statically, so that it runs in any root file system. Returns its path. */
export function compile(name: string, directory: string, sources = import.meta.dirname): string {
  const program = join(directory, name);
  const source = join(sources, `${name}.c`);
  execFileSync('cc', ['-O1', '-Wall', '-Werror', '-static', '-o', program, source]);
  return program;
}
