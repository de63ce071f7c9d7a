import type { Menu, MenuItem } from './dialog.ts';
import type { Motion } from './effect.ts';

/** What of the menu matches what was typed; all of it where nothing can be typed. */
export function menuItems({ items, query }: Menu): readonly MenuItem[] {
  const words = (query?.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0
    ? items
    : items.filter(({ label, note }) => words.every((word) => `${label} ${note}`.toLowerCase().includes(word)));
}

/** Up and down go round the ends. */
export function moveMenu(menu: Menu, motion: Motion): Menu {
  const count = Math.max(1, menuItems(menu).length);
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
