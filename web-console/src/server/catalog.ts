import { useSyncExternalStore } from "react";
import { quoteName } from "../sql/statements";
import type { Column } from "./answer";
import { ask } from "./query";

/** Marks the console's own questions among the queries. */
export const OWN = "/* console */";

export interface CatalogObject {
  schema: string;
  name: string;
  type: "BASE TABLE" | "STREAM" | "VIEW" | "MATERIALIZED VIEW" | "SYSTEM TABLE" | string;
  columns: Column[];
}

export interface CatalogFunction {
  name: string;
  signature: string;
  description: string;
}

export interface Catalog {
  schemas: string[];
  objects: CatalogObject[];
  functions?: CatalogFunction[];
}

let current: Catalog = { schemas: [], objects: [] };
const listeners = new Set<() => void>();

function textOf(value: unknown): string {
  return String(value ?? "");
}

/** The functions never change while a server runs; without them completion still knows the usual ones. */
async function loadFunctions(): Promise<CatalogFunction[] | undefined> {
  try {
    const { rows } = await ask(`SHOW FUNCTIONS ${OWN}`);
    return rows.map(([name, signature, description]) => ({ name: textOf(name), signature: textOf(signature), description: textOf(description) }));
  } catch {
    return undefined;
  }
}

/** Reads the catalog anew; what has changed shows everywhere. */
export async function loadCatalog(): Promise<void> {
  readAt = performance.now();
  const [schemas, tables, columns, functions] = await Promise.all([
    ask(`SELECT ${OWN} schema_name FROM information_schema.schemata ORDER BY 1`),
    ask(`SELECT ${OWN} table_schema, table_name, table_type FROM information_schema.tables ORDER BY 1, 2`),
    ask(`SELECT ${OWN} table_schema, table_name, column_name, data_type, is_nullable FROM information_schema.columns ORDER BY 1, 2, ordinal_position`),
    current.functions ?? loadFunctions(),
  ]);
  const byName = new Map<string, CatalogObject>();
  for (const [schema, name, type] of tables.rows) {
    byName.set(JSON.stringify([schema, name]), { schema: textOf(schema), name: textOf(name), type: textOf(type), columns: [] });
  }
  for (const [schema, name, column, type, nullable] of columns.rows) {
    byName
      .get(JSON.stringify([schema, name]))
      ?.columns.push({ name: textOf(column), type: textOf(type), nullable: nullable === "YES" });
  }
  current = { schemas: schemas.rows.map((row) => textOf(row[0])), objects: [...byName.values()], functions };
  listeners.forEach((listener) => listener());
}

/** Others make tables too: reads the catalog anew unless it was read a moment ago. */
export function freshenCatalog(): void {
  if (performance.now() - readAt > STALE_MILLIS) {
    void loadCatalog().catch(() => undefined);
  }
}

const STALE_MILLIS = 5_000;
let readAt = 0;

export function catalogNow(): Catalog {
  return current;
}

export function useCatalog(): Catalog {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

/** An object's name as SQL writes it. */
export function sqlName(object: { schema: string; name: string }): string {
  return `${quoteName(object.schema)}.${quoteName(object.name)}`;
}
