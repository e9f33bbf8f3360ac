import { describe, expect, test } from "vitest";
import { offsetOf, placeOf, quoteName, splitStatements, statementAt } from "../src/sql/statements";

describe("splitting", () => {
  const cases: [string, string[]][] = [
    ["", []],
    [";;  ; -- nothing", []],
    ["SELECT 1", ["SELECT 1"]],
    ["SELECT 1; SELECT 2;", ["SELECT 1", "SELECT 2"]],
    ["SELECT ';'; SELECT 'it''s; so'", ["SELECT ';'", "SELECT 'it''s; so'"]],
    ['SELECT "a;b" FROM t; x', ['SELECT "a;b" FROM t', "x"]],
    ["SELECT 1 -- no; end\n+ 1; SELECT 2", ["SELECT 1 -- no; end\n+ 1", "SELECT 2"]],
    ["/* a; /* nested; */ b; */ SELECT 1; SELECT 2", ["SELECT 1", "SELECT 2"]],
    ["SELECT $$a;b$$; SELECT $q$;$$;$q$", ["SELECT $$a;b$$", "SELECT $q$;$$;$q$"]],
    ["SELECT '男;女' AS 性别; SELECT 😀", ["SELECT '男;女' AS 性别", "SELECT 😀"]],
    ["SELECT 'open; end", ["SELECT 'open; end"]],
  ];
  test.each(cases)("%s", (text, expected) => {
    expect(splitStatements(text).map((range) => range.text)).toEqual(expected);
    splitStatements(text).forEach((range) => expect(text.slice(range.from, range.to)).toBe(range.text));
  });
});

test("the statement at the cursor", () => {
  const text = "SELECT 1;\n\nSELECT 2;\n-- end";
  expect(statementAt(text, 0)?.text).toBe("SELECT 1");
  expect(statementAt(text, 9)?.text).toBe("SELECT 1");
  expect(statementAt(text, 10)?.text).toBe("SELECT 1");
  expect(statementAt(text, 13)?.text).toBe("SELECT 2");
  expect(statementAt(text, text.length)?.text).toBe("SELECT 2");
  expect(statementAt("-- only", 3)).toBeNull();
});

test("places and offsets are each other's inverse", () => {
  const text = "ab\ncd\n\nef";
  for (let i = 0; i <= text.length; i++) {
    const { line, column } = placeOf(text, i);
    expect(offsetOf(text, line, column)).toBe(i);
  }
  expect(offsetOf(text, 99, 99)).toBe(text.length);
});

test("names are put in quotes only where they need them", () => {
  expect(["a1", "A", "select", "订单", 'a"b'].map(quoteName)).toEqual(["a1", '"A"', '"select"', '"订单"', '"a""b"']);
});
