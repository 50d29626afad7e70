// The heat map as a grid for the keyboard: one stop of the Tab key, arrows inside. The cells are
// found by their data attributes and marked in the DOM itself, since a step must not render
// thousands of cells again.

import type { KeyboardEvent } from "react";

interface Place {
  row: number;
  column: number;
}

export function step(
  key: string,
  whole: boolean,
  at: Place,
  rows: number,
  columns: number,
): Place | null {
  const row = (n: number) => Math.min(Math.max(n, 0), rows - 1);
  const column = (n: number) => Math.min(Math.max(n, 0), columns - 1);
  switch (key) {
    case "ArrowUp":
      return { ...at, row: row(at.row - 1) };
    case "ArrowDown":
      return { ...at, row: row(at.row + 1) };
    case "ArrowLeft":
      return { ...at, column: column(at.column - 1) };
    case "ArrowRight":
      return { ...at, column: column(at.column + 1) };
    case "PageUp":
      return { ...at, row: row(at.row - 10) };
    case "PageDown":
      return { ...at, row: row(at.row + 10) };
    case "Home":
      return { row: whole ? 0 : at.row, column: 0 };
    case "End":
      return { row: whole ? rows - 1 : at.row, column: columns - 1 };
    default:
      return null;
  }
}

export function moveInGrid(event: KeyboardEvent<HTMLElement>, rows: number, columns: number) {
  const from = (event.target as HTMLElement).closest<HTMLElement>("[data-row]");
  if (!from) return;
  const at = { row: Number(from.dataset.row), column: Number(from.dataset.column) };
  const next = step(event.key, event.ctrlKey || event.metaKey, at, rows, columns);
  if (!next) return;
  const to = event.currentTarget.querySelector<HTMLElement>(
    `[data-row="${next.row}"][data-column="${next.column}"]`,
  );
  if (!to) return;
  event.preventDefault();
  makeStop(event.currentTarget, to);
  to.focus();
  to.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** After rows came or went: exactly one stop again, the first cell where the old one is gone. */
export function keepOneStop(grid: HTMLElement) {
  const stop =
    grid.querySelector<HTMLElement>("[data-row]:focus") ??
    grid.querySelector<HTMLElement>('[data-row][tabindex="0"]') ??
    grid.querySelector<HTMLElement>("[data-row]");
  if (stop) makeStop(grid, stop);
}

/** The cell that the Tab key leads to. */
export function makeStop(grid: HTMLElement, cell: HTMLElement) {
  for (const stop of grid.querySelectorAll<HTMLElement>('[data-row][tabindex="0"]'))
    stop.tabIndex = -1;
  cell.tabIndex = 0;
}
