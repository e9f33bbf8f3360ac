import { describe, expect, test } from "vitest";
import { heightOf, moved, sized, widthOf } from "../src/dashboard/layout";
import type { TileSpec } from "../src/dashboard/model";

const tile = (title: string): TileSpec => ({ kind: "line", title, view: "v" });
const titles = (tiles: TileSpec[]): string => tiles.map((one) => one.title).join("");

describe("tiles move", () => {
  const tiles = [..."abcd"].map(tile);
  test.each([
    [0, 1, "bacd"],
    [3, 0, "dabc"],
    [0, 3, "bcda"],
    [1, 1, "abcd"],
    [0, -1, "abcd"],
    [3, 4, "abcd"],
    [9, 0, "abcd"],
  ])("from %i to %i", (from, to, expected) => expect(titles(moved(tiles, from, to))).toBe(expected));
});

describe("tiles have a size", () => {
  test.each([
    [6, 8, 6, 8],
    [0, 0, 2, 2],
    [99, 99, 12, 30],
    [Number.NaN, Number.NaN, 6, 8],
  ])("%d × %d", (w, h, width, height) => {
    const made = sized(tile("a"), w, h);
    expect([widthOf(made), heightOf(made)]).toEqual([width, height]);
    expect([made.w, made.h]).toEqual([width, height]);
  });
});
