import { ageText } from '../../words/age.ts';
import { goingVerb } from '../operations/operation-table.ts';
import type { ColumnWidth, ViewColumn } from './view.ts';

/** The name, and what is being done to the item right now. */
export function nameColumn<Item extends { readonly name: string }>(width: ColumnWidth): ViewColumn<Item> {
  return {
    ...{ id: 'name', title: 'name', width },
    cell: ({ name }, { pending }) => (pending ? { text: `${name} … ${goingVerb(pending)}`, as: 'pending' } : name),
    sortKey: ({ name }) => name,
  };
}

/** How long ago it was made; sorted, the youngest first. */
export function ageColumn<Item extends { readonly createdAt: bigint }>(): ViewColumn<Item> {
  return {
    ...{ id: 'age', title: 'age', width: 4, align: 'right' },
    cell: ({ createdAt }, { nowMs }) => ageText(createdAt, nowMs),
    sortKey: ({ createdAt }) => -createdAt,
  };
}
