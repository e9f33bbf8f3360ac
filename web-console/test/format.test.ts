import { expect, test } from "vitest";
import { bytesText, durationText, millisOf, tabbed, valueText } from "../src/grid/format";
import { firstRow, leftEdges, scrollHeight, shownColumns, topOf } from "../src/grid/scroll";
import { parts, place } from "../src/plan/layout";

test("values", () => {
  expect([null, "null", "", 1.5, true, [1, null], { a: "b" }].map(valueText)).toEqual(["NULL", "null", "", "1.5", "true", "[1,null]", '{"a":"b"}']);
  expect(tabbed([["a\tb", null, 'say "x"', 1]])).toBe('"a\tb"\t\t"say ""x"""\t1');
  expect([12, 1234, 59_999, 65_000].map(durationText)).toEqual(["12 ms", "1.23 s", "60.0 s", "1 min 05 s"]);
  expect([0, 999, 1500, 2_000_000].map(bytesText)).toEqual(["0 B", "999 B", "1.5 kB", "2.0 MB"]);
});

test("times without a zone are UTC", () => {
  expect(millisOf("1970-01-02")).toBe(86_400_000);
  expect(millisOf("1970-01-01 00:00:01.5")).toBe(1500);
  expect(millisOf("1970-01-01 08:00:00+08:00")).toBe(0);
  expect(millisOf("soon")).toBeNaN();
});

test("ten million rows are scrolled from the first to the last", () => {
  const [rows, height, view] = [10_000_000, 26, 520];
  const most = scrollHeight(rows, height) - view;
  expect(firstRow(0, rows, height, view)).toBe(0);
  expect(firstRow(most, rows, height, view)).toBe(rows - view / height);
  for (const row of [1, 1234, 9_000_000]) {
    expect(Math.abs(firstRow(topOf(row, rows, height, view) + 0.001, rows, height, view) - row)).toBeLessThanOrEqual(1);
  }
  expect(shownColumns(leftEdges([100, 100, 100, 100]), 150, 100)).toEqual([1, 3]);
});

test("a plan's nodes stand over their inputs", () => {
  const leaf = (text: string) => ({ node: "Scan", text, columns: [], inputs: [] });
  const { root, width, depth } = place({ node: "Join", text: "Inner HashJoin [on a = b; keeps 2]", columns: [], inputs: [leaf("A"), leaf("B")] });
  expect([root.x, width, depth]).toEqual([0.5, 2, 2]);
  expect(parts(root.plan.text)).toEqual({ name: "Inner HashJoin", details: ["on a = b", "keeps 2"] });
});
