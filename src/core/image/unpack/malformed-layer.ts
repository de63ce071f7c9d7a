import { ConmanError } from '../../errors/index.ts';

/** The error of a layer that is damaged or hostile. */
export function malformedLayer(why: string): ConmanError {
  return new ConmanError('data-loss', `the layer cannot be unpacked: ${why}`, {
    hint: 'The image is damaged or hostile: nothing of it was kept. Build or push it again.',
  });
}
