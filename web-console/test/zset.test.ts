import { expect, test } from "vitest";
import { ZSet } from "../src/dashboard/zset";

test("rows come, go and come again by weight", () => {
  const set = new ZSet();
  set.add(["a", 1], 1);
  set.add(["b", null], 2);
  set.add(["a", 1], -1);
  set.add(["b", null], -1);
  expect(set.rows()).toEqual([["b", null]]);
  expect(set.size).toBe(1);
});

test("a change may be heard before what it takes back", () => {
  const set = new ZSet();
  set.add(["x"], -1);
  set.add(["x"], 1);
  expect(set.rows()).toEqual([]);
});

test("NULL is not the text null, 1 is not '1'", () => {
  const set = new ZSet();
  [[null], ["null"], [1], ["1"]].forEach((row) => set.add(row, 1));
  expect(set.size).toBe(4);
});
