import { containersView } from './containers/view.ts';
import { eventsView } from './events/view.ts';
import { imagesView } from './images/view.ts';
import { networksView } from './networks/view.ts';
import { systemView } from './system/view.ts';
import type { View } from './view.ts';
import { volumesView } from './volumes/view.ts';

/** Every view there is, in the order of the keys 1, 2, ... Each is registered here and nowhere else. */
export const views: readonly [View<unknown>, ...View<unknown>[]] = [
  containersView,
  imagesView,
  volumesView,
  networksView,
  eventsView,
  systemView,
];

/** The view of this name; the first one for a name nobody knows (a remembered one of another version). */
export function viewNamed(id: string): View<unknown> {
  return views.find((view) => view.id === id) ?? views[0];
}
