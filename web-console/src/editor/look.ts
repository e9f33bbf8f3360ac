import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** The editor in the page's colours, which are variables: light and dark come by themselves. */
export const look = [
  EditorView.theme({
    "&": { height: "100%", fontSize: "13.5px", color: "var(--text)", backgroundColor: "var(--tile)" },
    "&.cm-focused": { outline: "none" },
    ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
    ".cm-content": { padding: "10px 0", caretColor: "var(--accent)" },
    ".cm-gutters": { backgroundColor: "var(--tile)", color: "var(--faint)", border: "none", paddingLeft: "6px" },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--hover)" },
    ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--selection)" },
    ".cm-matchingBracket": { backgroundColor: "var(--selection)", outline: "none" },
    ".cm-failed": { textDecoration: "underline wavy var(--bad)", textUnderlineOffset: "3px", backgroundColor: "var(--bad-ground)" },
    ".cm-placeholder": { color: "var(--faint)" },
    ".cm-tooltip": {
      backgroundColor: "var(--tile)",
      border: "1px solid var(--line)",
      borderRadius: "8px",
      boxShadow: "0 8px 24px rgb(0 0 0 / 18%)",
      overflow: "hidden",
    },
    ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16em" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 10px" },
    ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "#fff" },
    ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal", marginLeft: "1em" },
    "li[aria-selected] .cm-completionDetail": { color: "inherit" },
    ".cm-panels": { backgroundColor: "var(--ground)", color: "var(--text)" },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: tags.keyword, color: "var(--syntax-keyword)", fontWeight: "600" },
      { tag: [tags.string, tags.special(tags.string)], color: "var(--syntax-string)" },
      { tag: [tags.number, tags.bool, tags.null], color: "var(--syntax-number)" },
      { tag: tags.comment, color: "var(--faint)", fontStyle: "italic" },
      { tag: tags.typeName, color: "var(--syntax-type)" },
      { tag: tags.standard(tags.name), color: "var(--syntax-function)" },
      { tag: tags.operator, color: "var(--muted)" },
    ]),
  ),
];
