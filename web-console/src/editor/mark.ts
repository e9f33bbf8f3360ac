import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";

/** A place in the text that the server complained about, and what it said. */
export interface Mark {
  from: number;
  to: number;
  message: string;
}

export const setMark = StateEffect.define<Mark | null>();

/** Underlines the marked place until the text is changed. */
export const markField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = transaction.docChanged ? Decoration.none : marks;
    for (const effect of transaction.effects) {
      if (effect.is(setMark)) {
        const mark = effect.value;
        next =
          mark === null || mark.from >= mark.to
            ? Decoration.none
            : Decoration.set([Decoration.mark({ class: "cm-failed", attributes: { title: mark.message } }).range(mark.from, mark.to)]);
      }
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});
