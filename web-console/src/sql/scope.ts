import { tokenize, type Token } from "./tokens";

/** What a query reads at one place: a table of the catalog, or a subquery or WITH query with the columns that it gives. */
export interface ScopeItem {
  alias: string;
  schema?: string;
  table?: string;
  columns?: string[];
  /** Of a query with `*`: what it reads, whose columns it gives too. */
  sources?: ScopeItem[];
}

/** What can be said at a cursor: tables first where a FROM or JOIN wants one, else columns of what is read around it. */
export interface Scope {
  /** Names before the dot that the cursor's word follows: `o.` gives ["o"]. */
  path: string[];
  /** Where the word that is being written begins. */
  from: number;
  wantsTable: boolean;
  items: ScopeItem[];
  /** Names of WITH queries. */
  queries: ScopeItem[];
}

const TABLE_BEFORE = new Set(["from", "join", "into", "update", "table", "describe", "stream", "view", "tables", "truncate", "analyze"]);
const AFTER_TABLE = new Set(
  `where group order having limit offset on using join inner left right full cross natural union except intersect window qualify
   fetch for set values select returning when tablesample emit match_recognize pivot unpivot as lateral asof`.split(/\s+/),
);

function lower(token: Token | undefined): string {
  return token?.kind === "word" ? token.text.toLowerCase() : "";
}

function isName(token: Token | undefined): boolean {
  return token !== undefined && (token.kind === "quoted" || token.kind === "word");
}

function nameOf(token: Token): string {
  return token.kind === "word" ? token.text.toLowerCase() : token.text;
}

function isSymbol(token: Token | undefined, text: string): boolean {
  return token?.kind === "symbol" && token.text === text;
}

/** Index of the parenthesis that closes the one at `open`, or the end. */
function closing(tokens: Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    depth += isSymbol(tokens[i], "(") ? 1 : isSymbol(tokens[i], ")") ? -1 : 0;
    if (depth === 0) {
      return i;
    }
  }
  return tokens.length;
}

/** Names that a SELECT gives to its columns: aliases, and the last part of plain names. `*` gives nothing. */
export function outputColumns(tokens: Token[]): string[] {
  let i = tokens.findIndex((token) => lower(token) === "select");
  const names: string[] = [];
  if (i < 0) {
    return names;
  }
  let last: Token | undefined;
  const close = (): void => {
    if (last !== undefined && isName(last) && lower(last) !== "end" && lower(last) !== "distinct") {
      names.push(nameOf(last));
    }
    last = undefined;
  };
  for (i++; i < tokens.length; i++) {
    const token = tokens[i];
    if (isSymbol(token, "(")) {
      i = closing(tokens, i);
      last = tokens[i];
    } else if (isSymbol(token, ",")) {
      close();
    } else if (lower(token) === "from") {
      break;
    } else {
      last = token;
    }
  }
  close();
  return names;
}

/** What the `*` and `a.*` of a SELECT stand for: the items that it reads, or those of one name. */
function starSources(tokens: Token[]): ScopeItem[] {
  let i = tokens.findIndex((token) => lower(token) === "select");
  let all = false;
  const named: string[] = [];
  for (i++; i > 0 && i < tokens.length && lower(tokens[i]) !== "from"; i++) {
    if (isSymbol(tokens[i], "(")) {
      i = closing(tokens, i);
    } else if (isSymbol(tokens[i], "*") && isSymbol(tokens[i - 1], ".") && isName(tokens[i - 2])) {
      named.push(nameOf(tokens[i - 2]!));
    } else if (isSymbol(tokens[i], "*") && (lower(tokens[i - 1]) === "select" || lower(tokens[i - 1]) === "distinct" || isSymbol(tokens[i - 1], ","))) {
      all = true;
    }
  }
  return all || named.length > 0 ? itemsOf(tokens).filter((item) => all || named.includes(item.alias)) : [];
}

/** What one query (tokens of one level, parentheses included) reads. */
function itemsOf(tokens: Token[]): ScopeItem[] {
  const items: ScopeItem[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (isSymbol(tokens[i], "(")) {
      i = closing(tokens, i);
      continue;
    }
    const word = lower(tokens[i]);
    if (word === "from" || word === "join" || word === "update" || word === "into" || word === "using") {
      i = readItem(tokens, i + 1, items);
      while (word === "from" && isSymbol(tokens[i + 1], ",")) {
        i = readItem(tokens, i + 2, items);
      }
    }
  }
  return items;
}

/** Reads `a.b [AS] c`, `(…) [AS] c` or `TABLE(f(TABLE a.b, …)) [AS] c`; gives the index of its last token. */
function readItem(tokens: Token[], start: number, items: ScopeItem[]): number {
  let i = start;
  while (lower(tokens[i]) === "lateral" || lower(tokens[i]) === "only") {
    i++;
  }
  const item: ScopeItem = { alias: "" };
  if (isSymbol(tokens[i], "(")) {
    const end = closing(tokens, i);
    item.columns = outputColumns(tokens.slice(i + 1, end));
    item.sources = starSources(tokens.slice(i + 1, end));
    i = end + 1;
  } else if (isName(tokens[i]) && isSymbol(tokens[i + 1], "(")) {
    const end = closing(tokens, i + 1);
    const inner = tokens.slice(i + 2, end);
    // A window function over a table gives the table's columns and its own three.
    const table = inner.findIndex((token) => lower(token) === "table");
    if (table >= 0 && isName(inner[table + 1])) {
      readName(inner, table + 1, item);
      item.columns = ["window_start", "window_end", "window_time"];
    }
    i = end + 1;
  } else if (isName(tokens[i]) && !AFTER_TABLE.has(lower(tokens[i]))) {
    i = readName(tokens, i, item);
  } else {
    return i - 1;
  }
  if (lower(tokens[i]) === "as") {
    i++;
  }
  if (isName(tokens[i]) && !AFTER_TABLE.has(lower(tokens[i]))) {
    item.alias = nameOf(tokens[i]!);
    i++;
  }
  item.alias = item.alias || item.table || "";
  items.push(item);
  return i - 1;
}

function readName(tokens: Token[], start: number, item: ScopeItem): number {
  const parts = [nameOf(tokens[start]!)];
  let i = start + 1;
  while (isSymbol(tokens[i], ".") && isName(tokens[i + 1])) {
    parts.push(nameOf(tokens[i + 1]!));
    i += 2;
  }
  item.table = parts[parts.length - 1];
  item.schema = parts[parts.length - 2];
  return i;
}

/** The queries named in WITH, of a statement's tokens. */
function withQueries(tokens: Token[]): ScopeItem[] {
  const found: ScopeItem[] = [];
  for (let i = 0; i + 2 < tokens.length; i++) {
    let open = i + 2;
    let columns: string[] | null = null;
    if (!isName(tokens[i]) || (lower(tokens[i - 1]) !== "with" && lower(tokens[i - 1]) !== "recursive" && !isSymbol(tokens[i - 1], ","))) {
      continue;
    }
    if (isSymbol(tokens[i + 1], "(")) {
      const end = closing(tokens, i + 1);
      columns = tokens.slice(i + 2, end).filter(isName).map(nameOf);
      open = end + 2;
    }
    if (lower(tokens[open - 1]) === "as" && isSymbol(tokens[open], "(")) {
      const query = tokens.slice(open + 1, closing(tokens, open));
      found.push({ alias: nameOf(tokens[i]!), columns: columns ?? outputColumns(query), sources: columns === null ? starSources(query) : [] });
    }
  }
  return found;
}

/** What is in scope at `cursor` of one statement's text. */
export function scopeAt(text: string, cursor: number): Scope {
  const tokens = tokenize(text);
  let at = tokens.findIndex((token) => token.to >= cursor && isName(token) && token.from < cursor);
  const from = at < 0 ? cursor : tokens[at]!.from;
  if (at < 0) {
    at = tokens.findIndex((token) => token.from >= cursor);
    at = at < 0 ? tokens.length : at;
  }
  const path: string[] = [];
  let before = at - 1;
  while (isSymbol(tokens[before], ".") && isName(tokens[before - 1])) {
    path.unshift(nameOf(tokens[before - 1]!));
    before -= 2;
  }
  let word = before;
  // FROM a, | wants a table too: look back over a list of names.
  while (isSymbol(tokens[word], ",") || (isName(tokens[word]) && !TABLE_BEFORE.has(lower(tokens[word])) && !AFTER_TABLE.has(lower(tokens[word])))) {
    if (word === before && !isSymbol(tokens[word], ",")) {
      break;
    }
    word--;
  }
  const wantsTable = TABLE_BEFORE.has(lower(tokens[word]));

  // Each query around the cursor, from the inside out, lends its columns.
  const items: ScopeItem[] = [];
  let low = at;
  let high = at;
  for (;;) {
    let depth = 0;
    while (low > 0) {
      const token = tokens[low - 1];
      depth += isSymbol(token, ")") ? 1 : isSymbol(token, "(") ? -1 : 0;
      if (depth < 0) {
        break;
      }
      low--;
    }
    depth = 0;
    while (high < tokens.length) {
      depth += isSymbol(tokens[high], "(") ? 1 : isSymbol(tokens[high], ")") ? -1 : 0;
      if (depth < 0) {
        break;
      }
      high++;
    }
    items.push(...itemsOf(tokens.slice(low, high)));
    if (low === 0) {
      break;
    }
    low--;
    high++;
  }
  const queries = withQueries(tokens);
  // A WITH query sees those before it; what refers to itself is not followed.
  const resolve = (item: ScopeItem, known: ScopeItem[]): void => {
    const at = item.schema === undefined ? known.findIndex((named) => named.alias === item.table) : -1;
    if (at >= 0) {
      item.columns = known[at]!.columns;
      item.sources = known[at]!.sources;
      item.table = undefined;
    } else {
      item.sources?.forEach((source) => resolve(source, known));
    }
  };
  queries.forEach((query, i) => query.sources?.forEach((source) => resolve(source, queries.slice(0, i))));
  items.forEach((item) => resolve(item, queries));
  return { path, from, wantsTable, items, queries };
}
