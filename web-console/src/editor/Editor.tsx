import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completionKeymap, type CompletionContext } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, toggleLineComment } from "@codemirror/commands";
import { SQLDialect, sql } from "@codemirror/lang-sql";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useImperativeHandle, useRef, type Ref } from "react";
import { catalogNow } from "../server/catalog";
import { proposalsAt } from "../sql/completion";
import { FUNCTIONS, KEYWORDS, TYPES } from "../sql/keywords";
import { statementAt } from "../sql/statements";
import { look } from "./look";
import { markField, setMark, type Mark } from "./mark";

const dialect = SQLDialect.define({
  keywords: KEYWORDS.join(" ").toLowerCase(),
  types: TYPES.join(" ").toLowerCase(),
  builtin: FUNCTIONS.join(" "),
  doubleDollarQuotedStrings: true,
  operatorChars: "*+-%<>!=&|~^/:",
});

/**
 * Text that is typed over other text is put in here, not by the browser: that would carry the look of what it replaces over as an inline style, which
 * the page's security policy refuses and reports.
 */
const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main;
    const text = event.data;
    if (event.inputType !== "insertText" || event.isComposing || text === null || empty || view.state.selection.ranges.length > 1) {
      return false;
    }
    event.preventDefault();
    const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
    if (!view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, text, insert))) {
      view.dispatch(insert());
    }
    return true;
  },
});

/** What the page may ask of the editor. */
export interface EditorHandle {
  text(): string;
  selection(): { from: number; to: number };
  insert(text: string): void;
  mark(mark: Mark | null): void;
  focus(): void;
}

interface EditorProps {
  ref?: Ref<EditorHandle>;
  initial: string;
  schema: string;
  label: string;
  onChange: (text: string) => void;
  onRun: () => void;
  onRunAll: () => void;
  onSave: () => void;
  onCancel: () => void;
}

function complete(context: CompletionContext, schema: string) {
  const word = context.matchBefore(/[\p{L}\p{N}_$."]*/u);
  if (word === null || (word.from === word.to && !context.explicit)) {
    return null;
  }
  const text = context.state.doc.toString();
  const statement = statementAt(text, context.pos);
  const inside = statement !== null && context.pos >= statement.from ? statement.from : context.pos;
  const end = Math.max(context.pos, statement?.to ?? context.pos);
  const { from, options } = proposalsAt(text.slice(inside, end), context.pos - inside, catalogNow(), schema);
  return {
    from: inside + from,
    validFor: /^[\p{L}\p{N}_$]*$/u,
    options: options.map((option) => ({
      label: option.label,
      apply: option.apply,
      detail: option.detail,
      info: option.info,
      boost: option.boost,
      type: option.kind === "column" ? "property" : option.kind === "schema" ? "namespace" : option.kind === "table" ? "class" : option.kind,
    })),
  };
}

/**
 * The SQL editor. It lives in a shadow tree: there its styles are sheets of the tree's own, so the page needs no style that its security policy
 * would have to make an exception for.
 */
export default function Editor({ ref, initial, schema, label, onChange, onRun, onRunAll, onSave, onCancel }: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const now = useRef({ schema, onChange, onRun, onRunAll, onSave, onCancel });
  now.current = { schema, onChange, onRun, onRunAll, onSave, onCancel };

  useEffect(() => {
    const root = host.current!.shadowRoot ?? host.current!.attachShadow({ mode: "open" });
    const act = (action: "onRun" | "onRunAll" | "onSave" | "onCancel") => (editor: EditorView) => {
      closeCompletion(editor);
      now.current[action]();
      return true;
    };
    const made = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: initial,
        extensions: [
          Prec.highest(
            keymap.of([
              { key: "Mod-Enter", run: act("onRun") },
              { key: "Mod-Shift-Enter", run: act("onRunAll") },
              { key: "Mod-.", run: act("onCancel") },
              { key: "Mod-s", run: act("onSave"), preventDefault: true },
              { key: "Mod-/", run: toggleLineComment },
              { key: "Tab", run: acceptCompletion },
            ]),
          ),
          lineNumbers(),
          highlightActiveLineGutter(),
          highlightActiveLine(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          highlightSelectionMatches(),
          autocompletion({ override: [(context) => complete(context, now.current.schema)], icons: false }),
          sql({ dialect }),
          typedOver,
          markField,
          look,
          EditorView.contentAttributes.of({ "aria-label": label }),
          EditorView.updateListener.of((update) => update.docChanged && now.current.onChange(update.state.doc.toString())),
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, indentWithTab]),
        ],
      }),
    });
    view.current = made;
    made.focus();
    return () => made.destroy();
    // A tab has an editor of its own: text and label are its first ones.
  }, []);

  useImperativeHandle(ref, () => ({
    text: () => view.current?.state.doc.toString() ?? "",
    selection: () => ({ from: view.current?.state.selection.main.from ?? 0, to: view.current?.state.selection.main.to ?? 0 }),
    insert: (text) => {
      const editor = view.current!;
      editor.dispatch(editor.state.replaceSelection(text));
      editor.focus();
    },
    mark: (mark) => {
      const editor = view.current;
      const length = editor?.state.doc.length ?? 0;
      const kept = mark === null ? null : { ...mark, from: Math.min(mark.from, length), to: Math.min(mark.to, length) };
      editor?.dispatch({ effects: setMark.of(kept), ...(kept === null ? {} : { selection: { anchor: kept.from }, scrollIntoView: true }) });
    },
    focus: () => view.current?.focus(),
  }));

  return <div className="editor" ref={host} />;
}
