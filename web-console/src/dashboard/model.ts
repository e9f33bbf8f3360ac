import type { Column } from "../server/answer";
import type { Row } from "../server/pages";
import { millisOf } from "../grid/format";

export const KINDS = ["spline", "line", "bar", "pie", "number", "table"] as const;
export type TileKind = (typeof KINDS)[number];

/** One tile of a dashboard: a picture of a view. What is left out has a sensible value. */
export interface TileSpec {
  kind: TileKind;
  title: string;
  /** The view, `schema.name`. */
  view: string;
  /** Column along the x-axis, of a bar's or slice's name, or that a table is sorted by. */
  x?: string;
  /** Columns that are drawn, or a table's columns. */
  y?: string[];
  /** A column whose values part the rows into series. */
  series?: string;
  /** What series and columns are called; a series that is named here is drawn even where it has no row. */
  names?: Record<string, string>;
  yName?: string;
  /** Distance of points along time: points without a row are drawn as 0. */
  stepMillis?: number;
  /** Most points, bars, slices or rows. */
  limit?: number;
  /** How a number comes from all rows. */
  total?: "sum" | "count" | "max" | "min" | "last";
  /** A currency's code, for money. */
  currency?: string;
  /** Width in twelfths of the page, and height in rows of 40 pixels. */
  w?: number;
  h?: number;
}

export interface DashboardSpec {
  title: string;
  tiles: TileSpec[];
}

export interface Drawn {
  labels: string[];
  series: { name: string; values: (number | null)[] }[];
}

const LIMIT = 60;

function indexOf(columns: Column[], name: string | undefined): number {
  return name === undefined ? -1 : columns.findIndex((column) => column.name === name);
}

function clock(millis: number): string {
  return new Date(millis).toISOString().slice(11, 19);
}

function orderOf(value: unknown, time: boolean): number {
  return time ? millisOf(value) : Number(value);
}

/** The points of a line or spline: along x, a series a column or a value of `series`; gaps of a known step are 0. */
export function pointsOf(tile: TileSpec, columns: Column[], rows: Row[]): Drawn {
  const x = indexOf(columns, tile.x);
  const ys = (tile.y ?? []).map((name) => indexOf(columns, name)).filter((i) => i >= 0);
  const split = indexOf(columns, tile.series);
  if (x < 0 || ys.length === 0) {
    return { labels: [], series: [] };
  }
  const time = /^(DATE|TIMESTAMP)/.test(columns[x]!.type);
  const day = columns[x]!.type === "DATE";
  const places = new Map<number, Map<string, number>>();
  const names = new Set<string>(split >= 0 ? Object.keys(tile.names ?? {}) : []);
  for (const row of rows) {
    const place = orderOf(row[x], time);
    if (!Number.isFinite(place)) {
      continue;
    }
    const values = places.get(place) ?? new Map<string, number>();
    places.set(place, values);
    for (const y of ys) {
      const name = split >= 0 ? String(row[split]) : columns[y]!.name;
      if (split >= 0 && tile.names !== undefined && !(name in tile.names)) {
        continue;
      }
      names.add(name);
      values.set(name, (values.get(name) ?? 0) + Number(row[y]));
    }
  }
  const limit = tile.limit ?? LIMIT;
  const sorted = [...places.keys()].sort((a, b) => a - b);
  const last = sorted[sorted.length - 1];
  let shown = sorted.slice(-limit);
  if (tile.stepMillis !== undefined && tile.stepMillis > 0 && last !== undefined) {
    shown = Array.from({ length: limit }, (_, i) => last - (limit - 1 - i) * tile.stepMillis!);
  }
  const missing = tile.stepMillis === undefined && split < 0 ? null : 0;
  return {
    labels: shown.map((place) => (day ? new Date(place).toISOString().slice(0, 10) : time ? clock(place) : String(place))),
    series: [...names].map((name) => ({
      name: tile.names?.[name] ?? name,
      values: shown.map((place) => places.get(place)?.get(name) ?? missing),
    })),
  };
}

/** The bars or slices: the largest first, names along x. */
export function partsOf(tile: TileSpec, columns: Column[], rows: Row[]): Drawn {
  const x = indexOf(columns, tile.x);
  const ys = (tile.y ?? []).map((name) => indexOf(columns, name)).filter((i) => i >= 0);
  if (x < 0 || ys.length === 0) {
    return { labels: [], series: [] };
  }
  const sorted = [...rows].sort((a, b) => Number(b[ys[0]!]) - Number(a[ys[0]!]) || String(a[x]).localeCompare(String(b[x]))).slice(0, tile.limit ?? 10);
  return {
    labels: sorted.map((row) => tile.names?.[String(row[x])] ?? String(row[x] ?? "NULL")),
    series: ys.map((y) => ({
      name: tile.names?.[columns[y]!.name] ?? columns[y]!.name,
      values: sorted.map((row) => Number(row[y])),
    })),
  };
}

/** One number of each column in `y`. */
export function totalsOf(tile: TileSpec, columns: Column[], rows: Row[]): { name: string; value: number | null }[] {
  const total = tile.total ?? "sum";
  if (total === "count") {
    return [{ name: tile.names?.["count"] ?? "", value: rows.length }];
  }
  return (tile.y ?? []).flatMap((name) => {
    const y = indexOf(columns, name);
    if (y < 0) {
      return [];
    }
    const x = indexOf(columns, tile.x);
    const ordered = total === "last" && x >= 0 ? [...rows].sort((a, b) => String(a[x]).localeCompare(String(b[x]))) : rows;
    const values = ordered.filter((row) => row[y] !== null).map((row) => Number(row[y]));
    const value =
      values.length === 0
        ? null
        : total === "sum"
          ? values.reduce((a, b) => a + b, 0)
          : total === "last"
            ? values[values.length - 1]!
            : values.reduce((a, b) => (total === "max" ? Math.max(a, b) : Math.min(a, b)));
    return [{ name: tile.names?.[name] ?? name, value }];
  });
}

/** A table's heads and rows, sorted by the column `x`, the largest first. */
export function tableOf(tile: TileSpec, columns: Column[], rows: Row[]): { heads: Column[]; rows: unknown[][] } {
  const wanted = tile.y === undefined || tile.y.length === 0 ? columns.map((c) => c.name) : tile.y;
  const indexes = wanted.map((name) => indexOf(columns, name)).filter((i) => i >= 0);
  const x = indexOf(columns, tile.x);
  const compare = (a: unknown, b: unknown): number => {
    const difference = Number(b) - Number(a);
    return Number.isNaN(difference) ? String(b).localeCompare(String(a)) : difference;
  };
  const sorted = x < 0 ? rows : [...rows].sort((a, b) => compare(a[x], b[x]));
  return {
    heads: indexes.map((i) => ({ ...columns[i]!, name: tile.names?.[columns[i]!.name] ?? columns[i]!.name })),
    rows: sorted.slice(0, tile.limit ?? 20).map((row) => indexes.map((i) => row[i])),
  };
}

/** A dashboard from untrusted text; throws a message for people. */
export function parseDashboard(text: string): DashboardSpec {
  const value = JSON.parse(text) as Partial<DashboardSpec>;
  if (typeof value !== "object" || value === null || typeof value.title !== "string" || !Array.isArray(value.tiles)) {
    throw new Error("a dashboard has a title and tiles");
  }
  for (const tile of value.tiles) {
    if (!KINDS.includes(tile.kind) || typeof tile.view !== "string") {
      throw new Error(`a tile needs a kind (${KINDS.join(", ")}) and a view`);
    }
  }
  return { title: value.title, tiles: value.tiles.map((tile) => ({ ...tile, title: String(tile.title ?? "") })) };
}
