import { tokenize, type Token } from "./tokens";

/** One statement of a text: where it begins and ends, without its semicolon. */
export interface StatementRange {
  from: number;
  to: number;
  text: string;
}

/** The statements of a text, in order; empty ones are left out. Semicolons in strings, names and comments part nothing. */
export function splitStatements(text: string): StatementRange[] {
  const ranges: StatementRange[] = [];
  let tokens: Token[] = [];
  const close = (): void => {
    const first = tokens[0];
    const last = tokens[tokens.length - 1];
    if (first !== undefined && last !== undefined) {
      ranges.push({ from: first.from, to: last.to, text: text.slice(first.from, last.to) });
    }
    tokens = [];
  };
  for (const token of tokenize(text)) {
    if (token.kind === "symbol" && token.text === ";") {
      close();
    } else {
      tokens.push(token);
    }
  }
  close();
  return ranges;
}

/** The statement that the cursor is in or just behind; between two of them the one before, above the first the first. */
export function statementAt(text: string, cursor: number): StatementRange | null {
  const ranges = splitStatements(text);
  let found: StatementRange | null = ranges[0] ?? null;
  for (const range of ranges) {
    if (range.from <= cursor) {
      found = range;
    }
  }
  return found;
}

/** Offset of a line and column (both from 1) of a text; columns count UTF-16 units. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let i = 1; i < line; i++) {
    const next = text.indexOf("\n", start);
    if (next < 0) {
      break;
    }
    start = next + 1;
  }
  return Math.min(text.length, start + Math.max(0, column - 1));
}

/** Line and column, from 1, of an offset. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - start + 1 };
}

/** A name as SQL writes it: in quotes unless it reads back as itself. */
export function quoteName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

// Words that cannot stand as names.
const RESERVED = new Set(
  `all and any array as asc between by case cast check collate column constraint create cross current_date current_time current_timestamp
   default delete desc distinct drop else end except exists false fetch for from full grant group grouping having in inner insert intersect
   interval into is join left like limit merge natural not null offset on or order outer over partition primary range references right row
   rows select set some table then time timestamp to true union unique unnest update user using value values when where window with
   day hour minute second month year date`.split(/\s+/),
);
