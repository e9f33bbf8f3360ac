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
  /** Higher comes first. */
  boost: number;
}

/** What can be said at `cursor` of a statement, and where the word it would replace begins. */
export function proposalsAt(text: string, cursor: number, catalog: Catalog, schema: string): { from: number; options: Proposal[] } {
  const scope = scopeAt(text, cursor);
  const options: Proposal[] = [];
  const find = (item: ScopeItem): CatalogObject | undefined =>
    item.table === undefined ? undefined : catalog.objects.find((o) => o.name === item.table && o.schema === (item.schema ?? schema));
  const columnsOf = (item: ScopeItem, boost: number): void => {
    item.columns?.forEach((name) => options.push({ label: name, apply: quoteName(name), kind: "column", detail: item.alias, boost }));
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
    FUNCTIONS.forEach((name) => options.push({ label: name, kind: "function", boost: -1, apply: `${name}(` }));
  } else {
    scope.queries.forEach((item) => options.push({ label: item.alias, apply: quoteName(item.alias), kind: "table", detail: "with", boost: 9 }));
    tablesOf(schema, 8);
  }
  catalog.schemas.forEach((name) => options.push({ label: name, apply: quoteName(name), kind: "schema", boost: scope.wantsTable ? 6 : 0 }));
  KEYWORDS.forEach((word) => options.push({ label: word, kind: "keyword", boost: scope.wantsTable ? -9 : -2 }));
  return { from: scope.from, options: unique(options) };
}

function unique(options: Proposal[]): Proposal[] {
  const seen = new Set<string>();
  return options.filter((option) => {
    const key = `${option.kind} ${option.label} ${option.kind === "column" ? (option.detail ?? "") : ""}`;
    const fresh = option.label !== "" && !seen.has(key);
    seen.add(key);
    return fresh;
  });
}
