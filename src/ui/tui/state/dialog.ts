import type { CreateForm } from './create-form.ts';
import type { Operation } from './effect.ts';

/** What choosing an item does. */
export type Choice =
  | { readonly kind: 'operation'; readonly operation: Operation }
  | { readonly kind: 'enter-exec'; readonly execId: string; readonly containerId: string }
  | { readonly kind: 'open-shell'; readonly containerId: string };

export interface MenuItem {
  readonly label: string;
  readonly note: string;
  readonly choice: Choice;
}

/** What is asked or told above the panes; it has the keyboard while it is open. */
export type Dialog =
  | { readonly kind: 'help'; readonly top: number }
  | {
      readonly kind: 'confirm';
      readonly question: string;
      /** What will be lost, line by line. */
      readonly consequences: readonly string[];
      /** What Yes is called: a verb. */
      readonly verb: string;
      readonly yes: boolean;
      readonly choice: Choice;
    }
  | { readonly kind: 'menu'; readonly title: string; readonly items: readonly MenuItem[]; readonly index: number }
  | { readonly kind: 'create'; readonly form: CreateForm };
