import { expect, test } from "vitest";
import { step } from "./grid_keys";

const at = { row: 3, column: 2 };

test("arrows move by one and stop at the edges", () => {
  expect(step("ArrowUp", false, at, 5, 4)).toEqual({ row: 2, column: 2 });
  expect(step("ArrowUp", false, { row: 0, column: 0 }, 5, 4)).toEqual({ row: 0, column: 0 });
  expect(step("ArrowRight", false, { row: 3, column: 3 }, 5, 4)).toEqual({ row: 3, column: 3 });
});

test("Home and End stay in the row, with Ctrl they take the whole grid", () => {
  expect(step("Home", false, at, 5, 4)).toEqual({ row: 3, column: 0 });
  expect(step("End", true, at, 5, 4)).toEqual({ row: 4, column: 3 });
});

test("a page is ten rows; other keys are not the grid's", () => {
  expect(step("PageDown", false, at, 50, 4)).toEqual({ row: 13, column: 2 });
  expect(step("a", false, at, 5, 4)).toBeNull();
});
