import { expect, test } from 'vitest';
import { versionNotice } from './control.ts';
import { conmanVersion } from './defaults.ts';

const answer = { runtimeName: 'runc', runtimeVersion: '1.1.5', runtimes: [], pid: 1, startedAt: 0n };

test('a daemon of another version is named with what to do', () => {
  expect(versionNotice({ ...answer, version: '0.0.9' })).toMatch(
    /conmand is version 0\.0\.9.*conmanctl daemon restart/,
  );
});

test('a daemon of the same version is no news', () => {
  expect(versionNotice({ ...answer, version: conmanVersion })).toBeUndefined();
});
