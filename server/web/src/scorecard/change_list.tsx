import { ArrowDownRight, ArrowUpRight, CircleDashed } from "lucide-react";
import { periodName } from "../format/period";
import { valueText } from "../format/quantity";
import { STATUS_WORDS } from "../format/words";
import type { Change } from "./changes";

const WORDS: Record<Change["kind"], string> = {
  missed: "now misses its target",
  recovered: "meets its target again",
  worse: "missed by more",
  better: "missed by less",
  lost: "cannot be judged any more",
  returned: "can be judged again",
};

const ICONS = {
  missed: ArrowDownRight,
  worse: ArrowDownRight,
  lost: CircleDashed,
  recovered: ArrowUpRight,
  better: ArrowUpRight,
  returned: ArrowUpRight,
} as const;

export function ChangeList({ changes }: { changes: Change[] }) {
  if (changes.length === 0)
    return <p className="muted">Nothing of note: each target stands as before.</p>;
  return (
    <ul className="changes">
      {changes.map(({ series, before, now, kind }) => {
        const Icon = ICONS[kind];
        const shown = (point: typeof now) =>
          point.value === null
            ? STATUS_WORDS[point.status].toLowerCase()
            : valueText(point.value, series.unit, series.target);
        return (
          <li key={`${series.agreement}/${series.objective}`} className={`change change-${kind}`}>
            <Icon aria-hidden />
            <span>
              <b>{series.name}</b> {WORDS[kind]}:{" "}
              <span className="number">
                {shown(before)} → {shown(now)}
              </span>{" "}
              <span className="muted">since {periodName(before.period)}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
