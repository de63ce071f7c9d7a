// Prints `N passed, N failed` of a vitest JSON report. A skipped test counts as a failed one, and so does a run without tests.
import { readFileSync } from 'node:fs';

interface Report {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

const path = process.argv[2];
if (path === undefined) throw new Error('usage: summarize-tests.ts REPORT.json');
const report: Report = JSON.parse(readFileSync(path, 'utf8'));
const skipped = report.numPendingTests + report.numTodoTests;
for (const { name, assertionResults } of report.testResults) {
  for (const { status, fullName } of assertionResults) {
    if (status !== 'passed' && status !== 'failed') console.log(`${status}: ${name}: ${fullName}`);
  }
}
// A file that fails before its first test is in no count.
const failedElsewhere = report.success || report.numFailedTests > 0 ? 0 : 1;
const empty = report.numPassedTests === 0 ? 1 : 0;
const failed = report.numFailedTests + skipped + Math.max(failedElsewhere, empty);
console.log(`${report.numPassedTests} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
