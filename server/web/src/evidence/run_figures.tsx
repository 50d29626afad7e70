import { Download } from "lucide-react";
import { useState } from "react";
import { rejectsCsv } from "../api/client";
import type { Run } from "../api/types";
import { grouped } from "../format/grouped";
import { count } from "../format/words";
import { ProblemNotice } from "../ui/problem_notice";
import { saveCsv } from "../ui/save_csv";

export function RunFigures({ run }: { run: Run }) {
  const figures: [string, number][] = [
    ["New", run.created],
    ["Changed", run.changed],
    ["Unchanged", run.unchanged],
    ["Set aside", run.rejected],
    ["Warnings", run.warnings],
  ];
  return (
    <dl className="figures figures-small">
      {figures.map(([name, n]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="number">{grouped(n)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The rows that could not be read, to be sent back to whoever wrote them. */
export function RejectsLink({ run }: { run: Run }) {
  const [error, setError] = useState<Error | null>(null);
  if (run.rejected === 0) return null;
  const download = () =>
    rejectsCsv(run.run).then((text) => saveCsv(`rejects-of-run-${run.run}.csv`, text), setError);
  return (
    <>
      <button type="button" className="button" onClick={() => void download()}>
        <Download aria-hidden /> Download {count(run.rejected, "row")} set aside (CSV)
      </button>
      {error && <ProblemNotice error={error} />}
    </>
  );
}
