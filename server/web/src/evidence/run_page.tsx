import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { rejectsQuery, runFilesQuery, runQuery } from "../api/queries";
import type { Run } from "../api/types";
import { readersZone, timeText, zoneText } from "../format/time";
import { count } from "../format/words";
import { Page } from "../ui/page";
import { ProblemNotice } from "../ui/problem_notice";
import { Skeleton } from "../ui/skeleton";
import { RejectsLink, RunFigures } from "./run_figures";
import { RunFiles } from "./run_files";

function Rejects({ run }: { run: Run }) {
  const { data, error, isPending, refetch } = useQuery(rejectsQuery(String(run.run)));
  return (
    <section className="card" aria-labelledby="rejects">
      <header className="card-head">
        <h2 id="rejects">Rows set aside</h2>
        <RejectsLink run={run} />
      </header>
      {error && <ProblemNotice error={error} retry={() => void refetch()} />}
      {isPending && <Skeleton rows={4} label="Loading the rows" />}
      {data && (
        <table className="data stacked">
          <thead>
            <tr>
              <th scope="col" className="number">
                Line
              </th>
              <th scope="col">Column</th>
              <th scope="col">Text</th>
              <th scope="col">Why it could not be read</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((reject, i) => (
              <tr key={i}>
                <td data-label="Line" className="number">
                  {reject.place}
                </td>
                <td data-label="Column">{reject.column || "–"}</td>
                <td data-label="Text">
                  <code className="wrap">{reject.text}</code>
                </td>
                <td data-label="Why">{reject.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {data?.next && (
        <p className="muted card-body">
          The first {data.items.length} of {count(run.rejected, "row")}; the download has all.
        </p>
      )}
    </section>
  );
}

function Files({ run }: { run: Run }) {
  const { data } = useQuery(runFilesQuery(String(run.run)));
  if (!data || data.items.length === 0) return null;
  return (
    <section className="card" aria-labelledby="files">
      <header className="card-head">
        <h2 id="files">What it read</h2>
      </header>
      <RunFiles files={data.items} />
    </section>
  );
}

export function RunPage() {
  const { run: id = "" } = useParams();
  const { data: run, error, isPending, refetch } = useQuery(runQuery(id));
  const zone = readersZone();
  const at = (instant: string) => `${timeText(instant, zone)} ${zoneText(instant, zone)}`;
  return (
    <Page
      title={`Run ${id}`}
      crumbs={[{ to: "/runs", text: "Import runs" }]}
      lead={run && `${run.source}, ${run.status}, by ${run.actor}`}
    >
      {error && <ProblemNotice error={error} retry={() => void refetch()} />}
      {isPending && <Skeleton rows={6} label="Loading the run" />}
      {run && (
        <>
          <RunFigures run={run} />
          {run.message && <p className="notice notice-bad">{run.message}</p>}
          <section className="card card-body" aria-label="Details">
            <dl className="facts">
              <div>
                <dt>Started</dt>
                <dd>{at(run.started)}</dd>
              </div>
              <div>
                <dt>Finished</dt>
                <dd>{run.finished ? at(run.finished) : "not yet"}</dd>
              </div>
              <div>
                <dt>Importer</dt>
                <dd>{run.plugin}</dd>
              </div>
              <div>
                <dt>Input</dt>
                <dd className="wrap">{run.input || "–"}</dd>
              </div>
              <div className="facts-wide">
                <dt>Covered</dt>
                <dd>
                  {run.covered.length === 0
                    ? "nothing: what this run brought cannot prove that all was well"
                    : run.covered.map((span) => `${at(span.from)} to ${at(span.to)}`).join("; ")}
                </dd>
              </div>
            </dl>
          </section>
          {run.rejected > 0 && <Rejects run={run} />}
          <Files run={run} />
        </>
      )}
    </Page>
  );
}
