import { describe, expect, test } from "vitest";
import { keysOf } from "../src/command/commands";
import { fit } from "../src/command/matching";
import { lineText, isNumeric } from "../src/grid/format";

const press = (code: string, parts: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {}) =>
  keysOf({ ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, code, key: code, ...parts });

test("keys are told as commands write them", () => {
  expect(press("Enter", { ctrlKey: true, shiftKey: true })).toBe("Ctrl+Shift+Enter");
  expect(press("KeyK", { metaKey: true })).toBe("Ctrl+K");
  expect(press("Digit1", { altKey: true })).toBe("Alt+1");
  expect(press("Period", { ctrlKey: true })).toBe("Ctrl+.");
  expect(press("F1")).toBe("F1");
});

describe("what was typed fits", () => {
  test("a part before scattered letters", () => {
    expect(fit("ads.shoppers_by_gender", "shop")).toBe(4);
    expect(fit("ads.shoppers_by_gender", "sbg")).toBeGreaterThan(99);
    expect(fit("转到看板", "看板")).toBe(2);
  });
  test("not what lacks a letter", () => expect(fit("orders", "z")).toBeNull());
  test("nothing typed fits all", () => expect(fit("orders", "")).toBe(0));
});

test("arrays of numbers are no numbers", () => {
  expect(isNumeric("INTEGER ARRAY")).toBe(false);
  expect(isNumeric("DECIMAL(12, 2)")).toBe(true);
  expect(isNumeric("DOUBLE")).toBe(true);
});

test("a cell is one line", () => {
  expect(lineText("a\r\nb\nc")).toBe("a↵b↵c");
  expect(lineText("x".repeat(600))).toHaveLength(501);
});
