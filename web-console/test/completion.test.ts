import { describe, expect, test } from "vitest";
import { proposalsAt } from "../src/sql/completion";
import { outputColumns } from "../src/sql/scope";
import { tokenize } from "../src/sql/tokens";

const catalog = {
  schemas: ["public", "ods"],
  objects: [
    { schema: "public", name: "t", type: "BASE TABLE", columns: [{ name: "a", type: "INTEGER" }, { name: "Weird Name", type: "VARCHAR" }] },
    { schema: "ods", name: "orders", type: "STREAM", columns: [{ name: "id", type: "BIGINT" }, { name: "amount", type: "DECIMAL(12, 2)" }] },
  ],
};

/** Labels of one kind at the place of `|`, best first. */
function at(marked: string, kind: string): string[] {
  const cursor = marked.indexOf("|");
  const { options } = proposalsAt(marked.replace("|", ""), cursor, catalog, "public");
  return options.filter((option) => option.kind === kind).map((option) => option.label);
}

describe("columns in scope", () => {
  const cases: [string, string[]][] = [
    ["SELECT | FROM t", ["a", "Weird Name"]],
    ["SELECT x.| FROM t AS x", ["a", "Weird Name"]],
    ["SELECT x.| FROM t AS x JOIN ods.orders o ON o.id = x.a", ["a", "Weird Name"]],
    ["SELECT o.am| FROM t x, ods.orders o", ["id", "amount"]],
    ["SELECT * FROM t WHERE |", ["a", "Weird Name"]],
    ["SELECT * FROM ods.orders o JOIN t ON |", ["id", "amount", "a", "Weird Name"]],
    ["SELECT | FROM (SELECT id AS k, SUM(amount) AS s FROM ods.orders GROUP BY id) q", ["k", "s"]],
    ["WITH w AS (SELECT id, amount * 2 AS twice FROM ods.orders) SELECT | FROM w", ["id", "twice"]],
    ["WITH w (p, q) AS (SELECT 1, 2) SELECT w.| FROM w", ["p", "q"]],
    ["SELECT * FROM t WHERE EXISTS (SELECT 1 FROM ods.orders o WHERE |)", ["id", "amount", "a", "Weird Name"]],
    ["SELECT nothing.| FROM t", []],
    ["WITH w AS (SELECT * FROM ods.orders), v AS (SELECT w.*, 1 AS one FROM w) SELECT | FROM v", ["one", "id", "amount"]],
    ["SELECT q.| FROM (SELECT o.*, t.a FROM ods.orders o JOIN t ON true) q", ["a", "id", "amount"]],
    ["WITH RECURSIVE r AS (SELECT * FROM r) SELECT | FROM r", []],
    ["SELECT | FROM (SELECT COUNT(*) AS n FROM t) q", ["n"]],
    ["UPDATE t SET |", ["a", "Weird Name"]],
    [
      "SELECT | FROM TABLE(TUMBLE(TABLE ods.orders, DESCRIPTOR(ts), INTERVAL '1' SECOND))",
      ["window_start", "window_end", "window_time", "id", "amount"],
    ],
  ];
  test.each(cases)("%s", (text, expected) => expect(at(text, "column")).toEqual(expected));
});

test("after FROM and JOIN come tables, of the schema or of the one named", () => {
  expect(at("SELECT * FROM |", "table")).toEqual(["t"]);
  expect(at("SELECT * FROM ods.|", "table")).toEqual(["orders"]);
  expect(at("SELECT * FROM t a, |", "table")).toEqual(["t"]);
  expect(at("WITH w AS (SELECT 1 AS x) SELECT * FROM |", "table")).toEqual(["w", "t"]);
  expect(at("SELECT * FROM |", "schema")).toEqual(["public", "ods"]);
});

test("a name that needs quotes gets them", () => {
  const { options } = proposalsAt("SELECT  FROM t", 7, catalog, "public");
  expect(options.find((option) => option.label === "Weird Name")?.apply).toBe('"Weird Name"');
});

test("nothing in a broken text throws", () => {
  for (const text of ["", "(", "SELECT (((", "FROM , ,", "WITH w AS", "SELECT * FROM (", ") FROM t", "SELECT 'x"]) {
    for (let i = 0; i <= text.length; i++) {
      proposalsAt(text, i, catalog, "public");
    }
  }
});

test("names of a SELECT's columns", () => {
  expect(outputColumns(tokenize("SELECT a, t.b, f(c, d) AS e, x + y z, COUNT(*) FROM t"))).toEqual(["a", "b", "e", "z"]);
});
