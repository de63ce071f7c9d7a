import { randomBytes } from 'node:crypto';

const idPattern = /^[0-9a-f]{32}$/;

export function newContainerId(): string {
  return randomBytes(16).toString('hex');
}

export function isContainerId(text: string): boolean {
  return idPattern.test(text);
}
