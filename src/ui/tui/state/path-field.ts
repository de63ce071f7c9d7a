import type { AppState } from './app-state.ts';
import { type PathAtCursor, type PathSyntax, pathAtCursor } from './path-completion.ts';
import type { TextField } from './text-field.ts';

export interface PathField {
  readonly field: TextField;
  readonly syntax: PathSyntax;
}

const formSyntax: Readonly<Record<string, PathSyntax>> = { image: 'rootfs', mounts: 'mounts' };

/** The field that has the cursor, if paths can be typed in it. */
export function pathField({ dialog }: AppState): PathField | undefined {
  if (dialog?.kind === 'prompt') return dialog.path && { field: dialog.field, syntax: dialog.path };
  if (dialog?.kind !== 'create' || dialog.form.submitting || dialog.form.active === 'tty') return undefined;
  const { active } = dialog.form;
  const syntax = formSyntax[active];
  return syntax && { field: dialog.form[active], syntax };
}

/** The path that Tab would complete. */
export function pathInHand(state: AppState): (PathField & { readonly at: PathAtCursor }) | undefined {
  const inHand = pathField(state);
  const at = inHand && pathAtCursor(inHand.field, inHand.syntax, state);
  return inHand && at && { ...inHand, at };
}
