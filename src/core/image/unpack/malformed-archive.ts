import { ConmanError } from '../../errors/index.ts';

/** The error of an archive that is damaged or hostile. */
export function malformedArchive(why: string): ConmanError {
  return new ConmanError('data-loss', `the archive cannot be unpacked: ${why}`, {
    hint: 'It is damaged or hostile: make it again.',
  });
}
