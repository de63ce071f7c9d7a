import type { TerminalSize } from '../../../core/api/index.ts';
import { type Hint, hints } from '../keys/hints.ts';
import type { AppState } from '../state/app-state.ts';
import { type DetailModel, detailModel } from './detail-model.ts';
import { type DialogModel, dialogModel } from './dialog-model.ts';
import { type FrameModel, stripModel } from './frame-model.ts';
import { type HeaderModel, headerModel } from './header-model.ts';
import { layoutScreen, type ScreenLayout } from './layout.ts';
import { type ListModel, listModel } from './list-model.ts';
import { type Notice, notice } from './notice.ts';
import { type SessionModel, sessionModels } from './session-models.ts';
import { type Tab, tabs } from './tabs.ts';

/**
 * Everything Ink draws, as data. What surfaces draw (rows of the list, the log, terminals) is not in it, nor anything
 * that changes with every key, so that most keys leave it as it was and Ink at rest.
 */
export interface ScreenModel {
  readonly size: TerminalSize;
  readonly layout: ScreenLayout;
  readonly header: HeaderModel;
  readonly tabs: readonly Tab[];
  readonly list: ListModel;
  readonly detail: DetailModel;
  readonly sessions: readonly SessionModel[];
  /** The last events, where the layout has them. */
  readonly strip: FrameModel | undefined;
  readonly notice: Notice | undefined;
  readonly hints: readonly Hint[];
  readonly dialog: DialogModel | undefined;
  /** Dialogs without lines, for people who hear the screen. */
  readonly isBare: boolean;
}

export function screenModel(state: AppState): ScreenModel {
  const layout = layoutScreen({ ...state, hasSession: state.panes.length > 0 });
  return {
    size: state.size,
    layout,
    header: headerModel(state),
    tabs: layout.tabs ? tabs(state) : [],
    list: listModel(state),
    detail: detailModel(state),
    sessions: sessionModels(state, layout),
    strip: layout.strip && stripModel(state),
    notice: notice(state),
    // The hints are for the container that is shown: a selection on its way would make them flicker.
    hints: hints({ ...state, selectedId: state.detailId }),
    dialog: dialogModel(state),
    isBare: state.isForEars,
  };
}
