import { expect, test } from "vitest";
import { AnswerReader } from "../src/server/answer";

const columns = [{ name: "a", type: "INTEGER" }, { name: "b", type: "VARCHAR" }];
const rows = [[1, 'quote " and \\ and ]},{['], [2, null], [3, "<script>"], [[4, [5]], { k: "]" }], [6, "中文😀\\"]];
const whole = JSON.stringify({ queryId: "q", tag: "SELECT", columns, rows, rowCount: rows.length, warnings: ['"rows":['] });

test("an answer is the same however it is cut", () => {
  for (let size = 1; size < whole.length; size += size < 20 ? 1 : 37) {
    const reader = new AnswerReader();
    for (let i = 0; i < whole.length; i += size) {
      reader.push(whole.slice(i, i + size));
    }
    reader.end();
    expect(reader.head?.columns).toEqual(columns);
    expect(reader.pages.slice(0, 99)).toEqual(rows);
    expect(reader.tail?.rowCount).toBe(5);
  }
});

test("rows that came before an error stay", () => {
  const reader = new AnswerReader();
  reader.push('{"queryId":"q","tag":"SELECT","columns":[],"rows":[[1],[2]],"warnings":[],"error":{"code":"DIVISION_BY_ZERO","message":"m"}}\n');
  reader.end();
  expect(reader.pages.length).toBe(2);
  expect(reader.tail?.error?.code).toBe("DIVISION_BY_ZERO");
});

test("an error alone, no rows, and an answer that breaks off", () => {
  const failed = new AnswerReader();
  failed.push('{"error":{"code":"SYNTAX_ERROR","message":"m \\"rows\\":[ "}}');
  failed.end();
  expect(failed.tail?.error?.code).toBe("SYNTAX_ERROR");
  const empty = new AnswerReader();
  empty.push('{"queryId":"","tag":"INSERT","columns":[],"rows":[],"rowCount":0,"updateCount":7,"warnings":[]}');
  empty.end();
  expect(empty.tail?.updateCount).toBe(7);
  const broken = new AnswerReader();
  broken.push('{"queryId":"","tag":"SELECT","columns":[],"rows":[[1],[2');
  expect(() => broken.end()).toThrow("broke off");
  expect(broken.pages.length).toBe(1);
});
