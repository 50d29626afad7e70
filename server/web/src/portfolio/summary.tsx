import type { PortfolioRow } from "../api/types";
import { periodName } from "../format/period";
import { moneyText } from "../format/quantity";
import { creditsByCurrency, gradesOf } from "./selection";

const GRADES = ["A", "B", "C", "D", "E", null];

/** The portfolio in a line: how the last closed month went, and what may be claimed. */
export function Summary({
  rows,
  month,
  index,
}: {
  rows: PortfolioRow[];
  month: string;
  index: number;
}) {
  const grades = gradesOf(rows, index);
  const credits = creditsByCurrency(rows);
  return (
    <dl className="figures">
      <div>
        <dt>Suppliers</dt>
        <dd>{rows.length}</dd>
      </div>
      <div className="figure-full">
        <dt>Grades in {periodName(month)}</dt>
        <dd className="grade-counts">
          {GRADES.filter((grade) => grades.has(grade)).map((grade) => (
            <span key={grade ?? "none"}>
              <span className={`grade ${grade ? `grade-${grade}` : "no-data"}`}>
                {grade ?? "no data"}
              </span>
              {grades.get(grade)}
            </span>
          ))}
          {grades.size === 0 && "–"}
        </dd>
      </div>
      <div className="figure-full">
        <dt>Open service credits</dt>
        <dd className="money-list">
          {credits.map(({ currency, total }) => (
            <span key={currency}>{moneyText(total, currency)}</span>
          ))}
          {credits.length === 0 && "none"}
        </dd>
      </div>
    </dl>
  );
}
