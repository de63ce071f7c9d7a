import type { Menu } from '../../state/dialog.ts';
import { operate } from '../../state/intent.ts';

/** What to look for; what is found is told before anything is removed. */
export const pruneMenu: Menu = {
  kind: 'menu',
  title: 'Look for what nobody needs',
  index: 0,
  items: [
    {
      label: 'leftovers',
      note: 'layers and content of no image',
      choice: operate({ kind: 'try-prune-images', all: false }),
    },
    {
      label: 'leftovers and unused images',
      note: 'also images that no container is made of',
      choice: operate({ kind: 'try-prune-images', all: true }),
    },
  ],
};
