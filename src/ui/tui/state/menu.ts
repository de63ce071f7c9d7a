import type { Dialog } from './dialog.ts';
import type { Motion } from './effect.ts';

type Menu = Extract<Dialog, { readonly kind: 'menu' }>;

/** Up and down go round the ends. */
export function moveMenu(menu: Menu, motion: Motion): Menu {
  const count = menu.items.length;
  switch (motion) {
    case 'up':
      return { ...menu, index: (menu.index - 1 + count) % count };
    case 'down':
      return { ...menu, index: (menu.index + 1) % count };
    case 'first':
    case 'page-up':
      return { ...menu, index: 0 };
    case 'last':
    case 'page-down':
      return { ...menu, index: count - 1 };
  }
}
