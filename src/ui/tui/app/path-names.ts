import { ConmanError } from '../../../core/errors/index.ts';
import type { Effect } from '../state/effect.ts';
import type { EffectRunnerOptions } from './effect-runner.ts';

/** Looks for what a path in a field can become. */
export async function findNames(
  { localFiles, slowWork, dispatch }: Pick<EffectRunnerOptions, 'localFiles' | 'slowWork' | 'dispatch'>,
  { directory, stem }: Extract<Effect, { readonly kind: 'find-names' }>,
): Promise<void> {
  try {
    const files = await localFiles();
    const names = await slowWork.during(`reading ${directory}`, files.names(directory, stem));
    dispatch({ kind: 'names-found', directory, stem, names });
  } catch (error) {
    dispatch({ kind: 'names-failed', directory, stem, text: ConmanError.from(error).message });
  }
}
