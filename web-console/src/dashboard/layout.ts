import type { TileSpec } from "./model";

/** A page is twelve columns wide; a row is so many pixels high. */
export const COLUMNS = 12;
export const ROW_PIXELS = 40;
const WIDTH_MIN = 2;
const HEIGHT_MIN = 2;
const HEIGHT_MAX = 30;

const WIDTH = 6;
const HEIGHT = 8;

/** A stored dashboard may hold anything. */
function within(value: unknown, otherwise: number, low: number, high: number): number {
  const number = typeof value === "number" && Number.isFinite(value) ? Math.round(value) : otherwise;
  return Math.min(high, Math.max(low, number));
}

export function widthOf(tile: TileSpec): number {
  return within(tile.w, WIDTH, WIDTH_MIN, COLUMNS);
}

export function heightOf(tile: TileSpec): number {
  return within(tile.h, HEIGHT, HEIGHT_MIN, HEIGHT_MAX);
}

/** The tile in another size, within what a page shows. */
export function sized(tile: TileSpec, w: number, h: number): TileSpec {
  const next = { ...tile, w, h };
  return { ...next, w: widthOf(next), h: heightOf(next) };
}

/** The tiles with the one at `from` taken out and put in at `to`; as they are where that is nowhere. */
export function moved(tiles: TileSpec[], from: number, to: number): TileSpec[] {
  const tile = tiles[from];
  if (tile === undefined || to < 0 || to >= tiles.length || from === to) {
    return tiles;
  }
  const next = tiles.filter((_, i) => i !== from);
  next.splice(to, 0, tile);
  return next;
}
