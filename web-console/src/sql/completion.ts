import type { Catalog, CatalogObject } from "../server/catalog";
import { FUNCTIONS, KEYWORDS } from "./keywords";
import { scopeAt, type ScopeItem } from "./scope";
import { quoteName } from "./statements";

/** One thing that can be said at the cursor. */
export interface Proposal {
  label: string;
  apply?: string;
  kind: "keyword" | "function" | "schema" | "table" | "column";
  detail?: string;
  /** What it does, in a sentence. */
  info?: string;
  /** Higher comes first. */
  boost: number;
}

/** What can be said at `cursor` of a statement, and where the word it would replace begins. */
export function proposalsAt(text: string, cursor: number, catalog: Catalog, schema: string): { from: number; options: Proposal[] } {
  const scope = scopeAt(text, cursor);
  const options: Proposal[] = [];
  const find = (item: ScopeItem): CatalogObject | undefined =>
    item.table === undefined ? undefined : catalog.objects.find((o) => o.name === item.table && o.schema === (item.schema ?? schema));
  const columnsOf = (item: ScopeItem, boost: number, depth = 0): void => {
    item.columns?.forEach((name) => options.push({ label: name, apply: quoteName(name), kind: "column", detail: item.alias, boost }));
    if (depth < STARS_DEEP_MAX) {
      item.sources?.forEach((source) => columnsOf({ ...source, alias: item.alias }, boost, depth + 1));
    }
    for (const column of find(item)?.columns ?? []) {
      options.push({ label: column.name, apply: quoteName(column.name), kind: "column", detail: `${column.type} · ${item.alias}`, boost });
    }
  };
  const tablesOf = (name: string, boost: number): void => {
    for (const object of catalog.objects.filter((o) => o.schema === name)) {
      options.push({ label: object.name, apply: quoteName(object.name), kind: "table", detail: object.type.toLowerCase(), boost });
    }
  };
  const [first, second] = scope.path;
  if (first !== undefined) {
    const items = scope.items.filter((item) => item.alias === (second ?? first));
    items.forEach((item) => columnsOf(item, 9));
    if (second === undefined && catalog.schemas.includes(first)) {
      tablesOf(first, 8);
    }
    return { from: scope.from, options: unique(options) };
  }
  if (!scope.wantsTable) {
    scope.items.forEach((item, depth) => columnsOf(item, 9 - Math.min(depth, 4)));
    scope.items.forEach((item) => options.push({ label: item.alias, apply: quoteName(item.alias), kind: "table", detail: item.table, boost: 4 }));
    functionProposals(catalog).forEach((option) => options.push(option));
  } else {
    scope.queries.forEach((item) => options.push({ label: item.alias, apply: quoteName(item.alias), kind: "table", detail: "with", boost: 9 }));
    tablesOf(schema, 8);
  }
  catalog.schemas.forEach((name) => options.push({ label: name, apply: quoteName(name), kind: "schema", boost: scope.wantsTable ? 6 : 0 }));
  KEYWORDS.forEach((word) => options.push({ label: word, kind: "keyword", boost: scope.wantsTable ? -9 : -2 }));
  return { from: scope.from, options: unique(options) };
}

/** Functions with what they take and give; one of several signatures says so. Before the server has told them, the best known. */
function functionProposals(catalog: Catalog): Proposal[] {
  const functions = catalog.functions ?? [];
  if (functions.length === 0) {
    return FUNCTIONS.map((name) => ({ label: name, kind: "function", boost: -1, apply: `${name}(` }));
  }
  const byName = new Map<string, Proposal>();
  for (const { name, signature, description } of functions) {
    const known = byName.get(name);
    if (known === undefined) {
      const rest = signature.startsWith(name) ? signature.slice(name.length) : ` ${signature}`;
      byName.set(name, { label: name, kind: "function", boost: -1, apply: rest.startsWith("(") ? `${name}(` : name, detail: rest, info: description });
    } else {
      known.info = `${known.info ?? ""}\n${signature}: ${description}`;
    }
  }
  return [...byName.values()];
}

/** Queries within queries whose `*` is followed. */
const STARS_DEEP_MAX = 8;

function unique(options: Proposal[]): Proposal[] {
  const seen = new Set<string>();
  return options.filter((option) => {
    const key = `${option.kind} ${option.label} ${option.kind === "column" ? (option.detail ?? "") : ""}`;
    const fresh = option.label !== "" && !seen.has(key);
    seen.add(key);
    return fresh;
  });
}
