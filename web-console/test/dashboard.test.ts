import { expect, test } from "vitest";
import { parseDashboard, partsOf, pointsOf, tableOf, totalsOf, type TileSpec } from "../src/dashboard/model";

const columns = [
  { name: "window_start", type: "TIMESTAMP(3)" },
  { name: "gender", type: "INTEGER" },
  { name: "shoppers", type: "BIGINT" },
];
const shoppers: TileSpec = {
  kind: "spline",
  title: "男女生购物人数实时分析",
  view: "ads.shoppers_by_gender",
  x: "window_start",
  y: ["shoppers"],
  series: "gender",
  names: { "0": "女生购物人数", "1": "男生购物人数" },
  stepMillis: 1000,
  limit: 4,
};

test("a gender without a row in a second, and a second without rows, are drawn as 0", () => {
  const rows = [
    ["2024-08-29 10:00:00", 0, 5],
    ["2024-08-29 10:00:00", 1, 3],
    ["2024-08-29 10:00:00", null, 9],
    ["2024-08-29 10:00:01", 1, 2],
    ["2024-08-29 10:00:03", 0, 4],
  ];
  expect(pointsOf(shoppers, columns, rows)).toEqual({
    labels: ["10:00:00", "10:00:01", "10:00:02", "10:00:03"],
    series: [
      { name: "女生购物人数", values: [5, 0, 0, 4] },
      { name: "男生购物人数", values: [3, 2, 0, 0] },
    ],
  });
});

test("no rows are no points; unknown columns are nothing", () => {
  expect(pointsOf(shoppers, columns, []).labels).toEqual([]);
  expect(pointsOf({ ...shoppers, x: "gone" }, columns, [])).toEqual({ labels: [], series: [] });
  expect(partsOf({ ...shoppers, y: ["gone"] }, columns, [])).toEqual({ labels: [], series: [] });
});

test("bars, numbers and tables", () => {
  const cols = [{ name: "p", type: "VARCHAR" }, { name: "n", type: "BIGINT" }];
  const rows = [["a", 1], ["b", 3], [null, 2]];
  const tile: TileSpec = { kind: "bar", title: "", view: "v", x: "p", y: ["n"], limit: 2 };
  expect(partsOf(tile, cols, rows)).toEqual({ labels: ["b", "NULL"], series: [{ name: "n", values: [3, 2] }] });
  expect(totalsOf({ ...tile, total: "sum" }, cols, rows)).toEqual([{ name: "n", value: 6 }]);
  expect(totalsOf({ ...tile, total: "max" }, cols, [])).toEqual([{ name: "n", value: null }]);
  expect(tableOf({ ...tile, x: "n", y: [] }, cols, rows).rows).toEqual([["b", 3], [null, 2]]);
});

test("a dashboard is read from text with care", () => {
  expect(parseDashboard('{"title":"t","tiles":[]}')).toEqual({ title: "t", tiles: [] });
  for (const text of ["1", "null", '{"title":"t"}', '{"title":"t","tiles":[{"kind":"script","view":"v"}]}']) {
    expect(() => parseDashboard(text)).toThrow();
  }
});
