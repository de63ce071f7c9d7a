import type { CreateForm } from './create-form.ts';
import type { Intent } from './intent.ts';
import type { PathSyntax } from './path-completion.ts';
import type { TextField } from './text-field.ts';

export interface MenuItem {
  readonly label: string;
  readonly note: string;
  readonly choice: Intent;
  /** Why it cannot be chosen now. */
  readonly reason?: string | undefined;
  /** Choosing it leaves the menu open: a box that is ticked. */
  readonly stays?: boolean;
}

export interface Menu {
  readonly kind: 'menu';
  readonly title: string;
  readonly items: readonly MenuItem[];
  /** Among the items that match. */
  readonly index: number;
  /** What was typed to find an item; undefined where letters are keys. */
  readonly query?: TextField;
  /** Makes the items anew when what they show has changed. */
  readonly source?: 'columns';
}

/** A line of text is asked for. */
export interface Prompt {
  readonly kind: 'prompt';
  readonly title: string;
  readonly label: string;
  readonly field: TextField;
  /** Said while nothing is typed. */
  readonly note: string;
  /** It is, or has, paths of the host, which Tab completes. */
  readonly path?: PathSyntax;
  /** What the answer means, or what is wrong with it. */
  answer(text: string): Intent | string;
  readonly problem: string | undefined;
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
      readonly choice: Intent;
    }
  | Menu
  | Prompt
  /** What was done, line by line; the newest last. */
  | { readonly kind: 'commands'; readonly top: number }
  /** A text to look at, such as a file. */
  | { readonly kind: 'text'; readonly title: string; readonly lines: readonly string[]; readonly top: number }
  /** How a pull goes on. */
  | { readonly kind: 'pull'; readonly pullId: string; readonly top: number }
  /** How each part of a bulk action went. */
  | { readonly kind: 'results'; readonly batchId: number; readonly top: number }
  | { readonly kind: 'create'; readonly form: CreateForm };
