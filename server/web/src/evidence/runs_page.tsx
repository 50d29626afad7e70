import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { runsQuery } from "../api/queries";
import type { Run } from "../api/types";
import { grouped } from "../format/grouped";
import { readersZone } from "../format/time";
import { runPath } from "../paths";
import { Empty } from "../ui/empty";
import { Moment } from "../ui/moment";
import { Page } from "../ui/page";
import { ProblemNotice } from "../ui/problem_notice";
import { Skeleton } from "../ui/skeleton";

function Row({ run, zone }: { run: Run; zone: string }) {
  const number = (n: number) => (n === 0 ? <span className="muted">0</span> : grouped(n));
  return (
    <tr>
      <th scope="row">
        <Link to={runPath(run.run)}>{run.run}</Link>
      </th>
      <td data-label="Source">{run.source}</td>
      <td data-label="Outcome">
        <span className={`tag run-${run.status}`}>{run.status}</span>
      </td>
      <td data-label="Started">
        <Moment at={run.started} zone={zone} />
      </td>
      <td data-label="New" className="number">
        {number(run.created)}
      </td>
      <td data-label="Changed" className="number">
        {number(run.changed)}
      </td>
      <td data-label="Unchanged" className="number">
        {number(run.unchanged)}
      </td>
      <td data-label="Set aside" className="number">
        {number(run.rejected)}
      </td>
      <td data-label="By">{run.actor}</td>
    </tr>
  );
}

export function RunsPage() {
  const [parameters] = useSearchParams();
  const source = parameters.get("source") ?? undefined;
  const { data, error, isPending, refetch } = useQuery(runsQuery(source));
  const zone = readersZone();
  return (
    <Page title="Import runs" lead={source ? `Of ${source}, the newest first` : "The newest first"}>
      {error && <ProblemNotice error={error} retry={() => void refetch()} />}
      {isPending && <Skeleton rows={10} label="Loading the runs" />}
      {data?.items.length === 0 && (
        <Empty title="Nothing was imported yet">
          <p>
            <Link to="/sources">Choose a source</Link> and upload a file, or run{" "}
            <code>underpin import SOURCE</code>.
          </p>
        </Empty>
      )}
      {data && data.items.length > 0 && (
        <section className="card" aria-label="Import runs">
          <table className="data stacked">
            <thead>
              <tr>
                <th scope="col">Run</th>
                <th scope="col">Source</th>
                <th scope="col">Outcome</th>
                <th scope="col">Started</th>
                <th scope="col" className="number">
                  New
                </th>
                <th scope="col" className="number">
                  Changed
                </th>
                <th scope="col" className="number">
                  Unchanged
                </th>
                <th scope="col" className="number">
                  Set aside
                </th>
                <th scope="col">By</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((run) => (
                <Row key={run.run} run={run} zone={zone} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Page>
  );
}
