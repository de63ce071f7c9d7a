import type { ImageSummary } from '../../../../core/api/index.ts';
import { sizeText } from '../../../words/size.ts';
import type { ViewTab } from '../view.ts';

/** How the image was made, step by step, and what each step weighs. */
export const historyTab: ViewTab<ImageSummary> = {
  id: 'history',
  title: 'History',
  surface: 'table',
  table: {
    columns: [
      { title: 'MADE', width: 10, dispensable: 2 },
      { title: 'SIZE', width: 8, align: 'right' },
      { title: 'LAYER', width: 12, dispensable: 1 },
      { title: 'BY', width: { min: 10, weight: 1 } },
    ],
    whenEmpty: 'Nobody wrote down how it was made.',
    async read(engine, { name }) {
      return (await engine.imageHistory(name)).map(({ createdAt, createdBy, comment, sizeBytes, digest }, place) => ({
        id: String(place),
        cells: [
          createdAt.slice(0, 10),
          digest === '' ? '' : sizeText(sizeBytes),
          digest.replace(/^\w+:/, '').slice(0, 12),
          createdBy || comment,
        ],
      }));
    },
  },
};
