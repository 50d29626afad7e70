import { memo, type MouseEvent, useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import type { PortfolioCell, PortfolioRow } from "../api/types";
import { monthName, periodName } from "../format/period";
import { moneyText } from "../format/quantity";
import { count, words } from "../format/words";
import { scorecardPath } from "../paths";
import { keepOneStop, makeStop, moveInGrid } from "./grid_keys";

type Cell = PortfolioCell | null;

/** One decimal, cut rather than rounded: 99.96 is not 100. */
function shortScore(score: string): string {
  const [whole, fraction = "0"] = score.split(".");
  return whole === "100" ? "100" : `${whole}.${fraction.slice(0, 1)}`;
}

/** What the cell says aloud. It begins with what is seen, so that speech control finds it. */
function described(cell: Cell, supplier: string, month: string): string {
  const where = `${supplier}, ${periodName(month)}`;
  if (!cell) return `nothing agreed, ${where}`;
  if (cell.no_data || cell.score === null) return `no data, ${where}`;
  const notes = [
    `${shortScore(cell.score)} ${cell.grade}`,
    where,
    `score ${cell.score}, grade ${cell.grade}`,
    cell.provisional && "provisional",
    cell.stale && "being brought up to date",
  ];
  if (cell.breached > 0) {
    notes[0] += ` ${count(cell.breached, "target breached", "targets breached")}`;
  }
  return notes.filter(Boolean).join(", ");
}

// The marks beside the text (star, cross, dot) are drawn by the style sheet.
function CellContent({ cell }: { cell: Cell }) {
  if (!cell) return null;
  if (cell.no_data || cell.score === null) return <span className="heat-small">no data</span>;
  return (
    <>
      <span className="heat-score">{shortScore(cell.score)}</span>{" "}
      <span className="heat-small">
        <b>{cell.grade}</b>{" "}
        {cell.breached > 0 && <span className="heat-breaches">{cell.breached}</span>}
      </span>
    </>
  );
}

function cellClass(cell: Cell): string {
  if (!cell) return "heat-cell heat-none";
  if (cell.no_data || cell.grade === null) return "heat-cell no-data";
  return `heat-cell grade-${cell.grade}${cell.provisional ? " heat-provisional" : ""}`;
}

// Plain links with one listener on the table: thousands of router links would be slow.
const Row = memo(function Row({
  row,
  months,
  index,
}: {
  row: PortfolioRow;
  months: string[];
  index: number;
}) {
  const latest = months.at(-1) ?? "";
  const shown = row.periods.findLast((cell) => cell != null)?.period ?? latest;
  return (
    <tr role="row">
      <th role="rowheader" scope="row" className="heat-supplier">
        <a
          href={scorecardPath(row.supplier, shown)}
          data-row={index}
          data-column={0}
          tabIndex={index === 0 ? 0 : -1}
        >
          {row.name}
        </a>
        <span className="heat-small muted">
          {words(row.tier)}
          {row.status !== "active" && <span className="tag">{words(row.status)}</span>}
        </span>
      </th>
      {months.map((month, i) => {
        const cell = row.periods[i] ?? null;
        return (
          <td role="gridcell" key={month} className={cellClass(cell)}>
            <a
              href={scorecardPath(row.supplier, month)}
              data-row={index}
              data-column={i + 1}
              tabIndex={-1}
              aria-label={described(cell, row.name, month)}
            >
              <CellContent cell={cell} />
            </a>
          </td>
        );
      })}
      <td role="gridcell" className="heat-credits number">
        {row.credits_open?.currency &&
        row.credits_open.total &&
        Number(row.credits_open.total) > 0 ? (
          moneyText(row.credits_open.total, row.credits_open.currency)
        ) : row.credits_open && !row.credits_open.currency ? (
          "several currencies"
        ) : (
          <span className="muted">–</span>
        )}
      </td>
    </tr>
  );
});

interface YearGroup {
  year: string;
  months: number;
}

function years(months: string[]): YearGroup[] {
  const groups: YearGroup[] = [];
  for (const month of months) {
    const last = groups.at(-1);
    if (last?.year === month.slice(0, 4)) last.months += 1;
    else groups.push({ year: month.slice(0, 4), months: 1 });
  }
  return groups;
}

/** Suppliers by months. Each cell leads to its scorecard; arrows, Home, End and Page keys move. */
export function HeatMap({ rows, months }: { rows: PortfolioRow[]; months: string[] }) {
  const navigate = useNavigate();
  const scroller = useRef<HTMLDivElement>(null);
  // On a narrow screen the latest months are what one wants to see first.
  useEffect(() => {
    const last = scroller.current?.querySelector<HTMLElement>(".heat-month:last-child");
    if (!scroller.current || !last) return;
    const end = last.offsetLeft + last.offsetWidth;
    scroller.current.scrollLeft = end - scroller.current.clientWidth;
  }, [months]);
  useEffect(() => {
    if (scroller.current) keepOneStop(scroller.current);
  }, [rows]);
  const follow = (event: MouseEvent<HTMLTableElement>) => {
    const link = (event.target as HTMLElement).closest("a");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void navigate(link.getAttribute("href") ?? "/");
  };
  return (
    <div className="heat-scroll" ref={scroller}>
      <table
        className="heat"
        // eslint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- a data grid
        role="grid"
        aria-label="Scores by supplier and month"
        aria-rowcount={rows.length + 2}
        onClick={follow}
        onKeyDown={(event) => moveInGrid(event, rows.length, months.length + 1)}
        onFocus={(event) => {
          if (event.target.dataset.row !== undefined) makeStop(event.currentTarget, event.target);
        }}
      >
        <thead>
          <tr role="row">
            <th role="columnheader" rowSpan={2} scope="col" className="heat-supplier">
              Supplier
            </th>
            {years(months).map(({ year, months: span }) => (
              <th
                role="columnheader"
                key={year}
                colSpan={span}
                scope="colgroup"
                className="heat-year"
              >
                <span>{year}</span>
              </th>
            ))}
            <th role="columnheader" rowSpan={2} scope="col" className="heat-credits number">
              Open service credits
            </th>
          </tr>
          <tr role="row">
            {months.map((month) => (
              <th role="columnheader" key={month} scope="col" className="heat-month">
                {monthName(month)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <Row key={row.supplier} row={row} months={months} index={index} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
