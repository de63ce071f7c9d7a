import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** Where scripts/test reads the numbers. */
const path = 'build/test-reports/vitest.txt';

/**
 * A reporter of vitest. Names what failed or was skipped, a line each, and ends with `N passed, N failed`. A skipped test counts as a failed one, and so does a run without tests.
 */
export default class TestSummary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const lines: string[] = [];
    let passed = 0;
    let failed = 0;
    const fail = (what: string, name: string, reason: string) => {
      failed++;
      lines.push(`${what}: ${name}${reason && `: ${firstLine(reason)}`}`);
    };
    for (const module of modules) {
      const file = relative(process.cwd(), module.moduleId);
      for (const error of module.errors()) fail('failed', file, error.message);
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        if (state === 'passed') passed++;
        else fail(state, `${file}: ${test.fullName}`, errors?.[0]?.message ?? '');
      }
      for (const suite of module.children.allSuites()) {
        for (const error of suite.errors()) fail('failed', `${file}: ${suite.fullName}`, error.message);
      }
    }
    for (const { message } of unhandled) fail('failed', 'outside the tests', message);
    if (passed === 0 && failed === 0) fail('failed', 'the run', 'it has no test');
    lines.push(`${passed} passed, ${failed} failed`);
    const text = `${lines.join('\n')}\n`;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    process.stdout.write(text);
  }
}

function firstLine(text: string): string {
  return stripVTControlCharacters(text).split('\n', 1)[0] ?? '';
}
