import { type Command, Option } from 'commander';
import type { ContainerEngine, CreateContainerOptions } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import { pullImage } from '../commands/image-pull.ts';
import type { Invocation } from '../invocation.ts';

export interface PullPolicyFlags {
  readonly pull?: 'missing' | 'always' | 'never';
}

export function addPullPolicy(command: Command): Command {
  return command.addOption(
    new Option('--pull <when>', 'fetch the image when it is missing, always, or never')
      .choices(['missing', 'always', 'never'])
      .default('missing'),
  );
}

/** Creates a container, fetching its image by the policy. */
export async function createContainer(
  call: Invocation,
  engine: ContainerEngine,
  options: CreateContainerOptions,
  { pull = 'missing' }: PullPolicyFlags,
): Promise<{ readonly id: string }> {
  const isDirectory = options.image.startsWith('/');
  if (pull === 'always' && !isDirectory) await pullImage(call, engine, options.image, {});
  try {
    return await engine.createContainer(options);
  } catch (error) {
    // Whether it is the image that is missing is asked only then: most often it is there.
    const isMissing =
      pull === 'missing' && !isDirectory && isNotFound(error) && !(await hasImage(engine, options.image));
    if (!isMissing) throw error;
    await pullMissing(call, engine, options.image, error);
    return await engine.createContainer(options);
  }
}

async function hasImage(engine: ContainerEngine, image: string): Promise<boolean> {
  return await engine.inspectImage(image).then(
    () => true,
    (error: unknown) => !isNotFound(error),
  );
}

/** A name that is mistyped can be had nowhere: then both are worth knowing. */
async function pullMissing(call: Invocation, engine: ContainerEngine, image: string, missing: unknown): Promise<void> {
  try {
    await pullImage(call, engine, image, {});
  } catch (error) {
    const { code, message, hint, details } = ConmanError.from(error);
    if (code === 'cancelled') throw error;
    const both = `${ConmanError.from(missing).message}, and it cannot be fetched: ${message}`;
    throw new ConmanError(code, both, { hint, details, cause: error });
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof ConmanError && error.code === 'not-found';
}
