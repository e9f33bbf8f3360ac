import { RowPages } from "./pages";

export interface Column {
  name: string;
  type: string;
  nullable?: boolean;
}

export interface ServerError {
  code: string;
  message: string;
  sqlState?: string;
  line?: number | null;
  column?: number | null;
  hint?: string | null;
}

/** What comes before the rows of an answer. */
interface Head {
  queryId: string;
  tag: string;
  columns: Column[];
}

/** What comes after them. */
interface Tail {
  rowCount?: number;
  updateCount?: number;
  warnings?: string[];
  error?: ServerError;
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN = 91;
const CLOSE = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/**
 * Reads the object that `/v1/sql` answers in JSON while it comes: finds where rows begin and end without taking them apart. An answer without `rows`,
 * as an error is, is all tail.
 */
export class AnswerReader {
  readonly pages = new RowPages();
  head: Head | null = null;
  tail: Tail | null = null;
  private rest = "";
  private place: "head" | "rows" | "tail" = "head";

  push(text: string): void {
    this.rest += text;
    if (this.place === "head") {
      this.readHead();
    }
    if (this.place === "rows") {
      this.readRows();
    }
  }

  /** The answer has ended; throws if it broke off. */
  end(): void {
    if (this.place === "head") {
      this.tail = JSON.parse(this.rest) as Tail;
      return;
    }
    if (this.place !== "tail") {
      throw new SyntaxError("the answer broke off");
    }
    // What is left is `,"rowCount":…}`, or `}`.
    this.tail = JSON.parse(`{${this.rest.trim().replace(/^,/, "")}`) as Tail;
  }

  private readHead(): void {
    const end = endOfHead(this.rest);
    if (end >= 0) {
      this.head = JSON.parse(`${this.rest.slice(0, end)}]}`) as Head;
      this.rest = this.rest.slice(end);
      this.place = "rows";
    }
  }

  private readRows(): void {
    const text = this.rest;
    let depth = 0;
    let rows = 0;
    let first = -1;
    let last = 0;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === QUOTE) {
        i = endOfString(text, i);
        if (i < 0) {
          break;
        }
      } else if (c === OPEN || c === OPEN_BRACE) {
        if (depth === 0 && first < 0) {
          first = i;
        }
        depth++;
      } else if (c === CLOSE || c === CLOSE_BRACE) {
        if (depth === 0) {
          this.take(text, first, last, rows);
          this.rest = text.slice(i + 1);
          this.place = "tail";
          return;
        }
        depth--;
        if (depth === 0) {
          rows++;
          last = i + 1;
        }
      }
    }
    this.take(text, first, last, rows);
    this.rest = text.slice(last);
  }

  private take(text: string, first: number, last: number, rows: number): void {
    if (rows > 0) {
      this.pages.add(text.slice(first, last), rows);
    }
  }
}

/** Index of the quote that ends the string beginning at `at`, or -1 while it is not there. */
function endOfString(text: string, at: number): number {
  for (let i = text.indexOf('"', at + 1); i >= 0; i = text.indexOf('"', i + 1)) {
    let slashes = 0;
    while (text.charCodeAt(i - 1 - slashes) === BACKSLASH) {
      slashes++;
    }
    if (slashes % 2 === 0) {
      return i;
    }
  }
  return -1;
}

/** Index behind `"rows":[` of the outermost object, or -1. */
function endOfHead(text: string): number {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) {
      const end = endOfString(text, i);
      if (end < 0) {
        return -1;
      }
      if (depth === 1 && text.startsWith('"rows":[', i)) {
        return i + '"rows":['.length;
      }
      i = end;
    } else if (c === OPEN || c === OPEN_BRACE) {
      depth++;
    } else if (c === CLOSE || c === CLOSE_BRACE) {
      depth--;
    }
  }
  return -1;
}
