import { homedir } from 'node:os';
import * as z from 'zod';
import { plainEnvironment, runProcess } from '../../host/process.ts';
import type { Credentials } from './credentials.ts';

const answerSchema = z.object({ Username: z.string(), Secret: z.string().min(1) });
const timeoutMs = 30_000;

/**
 * Asks a program of docker's for what it keeps for a registry (github.com/docker/docker-credential-helpers); undefined when
 * it keeps nothing, or is not there. What is secret goes over pipes only.
 */
export async function askCredentialHelper(
  helper: string,
  server: string,
  searchPath = plainEnvironment['PATH'] ?? '',
): Promise<Credentials | undefined> {
  if (!/^[\w-]+$/.test(helper)) return undefined;
  const env = { PATH: searchPath, HOME: homedir() };
  const options = { timeoutMs, input: server, env };
  const result = await runProcess(`docker-credential-${helper}`, ['get'], options).catch(() => undefined);
  if (result?.exitCode !== 0) return undefined;
  try {
    const { Username, Secret } = answerSchema.parse(JSON.parse(result.stdout));
    if (Username === '<token>') return { kind: 'identity', token: Secret };
    return { kind: 'password', username: Username, password: Secret };
  } catch {
    return undefined;
  }
}
