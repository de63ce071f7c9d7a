import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Compiles a C program of this directory, statically, so that it runs in any root file system. Returns its path. */
export function compile(name: string, directory: string): string {
  const program = join(directory, name);
  execFileSync('cc', ['-O1', '-Wall', '-Werror', '-static', '-o', program, join(import.meta.dirname, `${name}.c`)]);
  return program;
}
