import type { ImageSummary } from '../../../../core/api/index.ts';
import { suggestedName } from '../../../words/suggested-name.ts';
import type { AppState } from '../../state/app-state.ts';
import { emptyCreateForm } from '../../state/create-form.ts';
import type { Dialog } from '../../state/dialog.ts';
import { fetchedItems } from '../../state/fetched.ts';
import { takenNames } from '../../state/selectors.ts';
import { proposal, textField } from '../../state/text-field.ts';

/** The form for a container of this image; the others are on the screen already. */
export function createForm(state: AppState, { name }: ImageSummary): Dialog {
  return {
    kind: 'create',
    form: {
      ...emptyCreateForm,
      image: textField(name),
      name: proposal(suggestedName(name, takenNames(state))),
      images: fetchedItems<ImageSummary>(state, 'images'),
      active: 'command',
    },
  };
}
