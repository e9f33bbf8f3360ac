/** What a piece of SQL text is; comments and blanks are left out. */
export type TokenKind = "word" | "quoted" | "string" | "number" | "symbol";

/** A token and where it stands: offsets into the text, the end behind it. `text` of a quoted name is the name itself. */
export interface Token {
  kind: TokenKind;
  text: string;
  from: number;
  to: number;
}

const WORD = /[\p{L}_][\p{L}\p{N}_$]*/uy;
const NUMBER = /\d+(\.\d*)?([eE][+-]?\d+)?/y;
const DOLLAR = /\$[A-Za-z_]*\$/y;

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/** The end of a text in quotes that begins at `at`; a doubled quote is one inside. An open one reaches to the end. */
function quotedEnd(text: string, at: number, quote: string): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === quote) {
      if (text[i + 1] !== quote) {
        return i + 1;
      }
      i++;
    }
  }
  return text.length;
}

/** The end of a block comment; they nest. */
function commentEnd(text: string, at: number): number {
  let depth = 1;
  let i = at + 2;
  while (i < text.length && depth > 0) {
    const two = text.slice(i, i + 2);
    depth += two === "/*" ? 1 : two === "*/" ? -1 : 0;
    i += two === "/*" || two === "*/" ? 2 : 1;
  }
  return i;
}

/** Cuts a text into tokens. Text that is not finished (an open quote, an open comment) reaches to the end. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const push = (kind: TokenKind, to: number, shown?: string): void => {
    tokens.push({ kind, text: shown ?? text.slice(at, to), from: at, to });
    at = to;
  };
  while (at < text.length) {
    const c = text.charAt(at);
    const two = text.slice(at, at + 2);
    if (/\s/.test(c)) {
      at++;
    } else if (two === "--") {
      const line = text.indexOf("\n", at);
      at = line < 0 ? text.length : line;
    } else if (two === "/*") {
      at = commentEnd(text, at);
    } else if (c === "'") {
      push("string", quotedEnd(text, at, "'"));
    } else if (c === '"') {
      const to = quotedEnd(text, at, '"');
      push("quoted", to, text.slice(at + 1, text[to - 1] === '"' && to > at + 1 ? to - 1 : to).replaceAll('""', '"'));
    } else if (c === "$" && matchAt(DOLLAR, text, at) !== null) {
      const mark = matchAt(DOLLAR, text, at) ?? "$$";
      const end = text.indexOf(mark, at + mark.length);
      push("string", end < 0 ? text.length : end + mark.length);
    } else {
      const word = matchAt(WORD, text, at);
      const number = word === null ? matchAt(NUMBER, text, at) : null;
      if (word !== null) {
        push("word", at + word.length);
      } else if (number !== null) {
        push("number", at + number.length);
      } else {
        push("symbol", at + (text.codePointAt(at)! > 0xffff ? 2 : 1));
      }
    }
  }
  return tokens;
}
