import { useQuery } from "@tanstack/react-query";
import { jobsQuery } from "../api/queries";
import type { Job } from "../api/types";
import { readersZone } from "../format/time";
import { Empty } from "../ui/empty";
import { Moment } from "../ui/moment";
import { Page } from "../ui/page";
import { ProblemNotice } from "../ui/problem_notice";
import { Skeleton } from "../ui/skeleton";
import { shareDone } from "./upload_state";

function Row({ job, zone }: { job: Job; zone: string }) {
  const share = shareDone(job);
  return (
    <tr>
      <th scope="row">{job.id}</th>
      <td data-label="Kind">{job.kind}</td>
      <td data-label="About">{job.subject || "–"}</td>
      <td data-label="State">
        <span className={`tag run-${job.state}`}>{job.state}</span>
        {job.state === "running" && share !== null && (
          <progress max={1} value={share} aria-label={`${Math.floor(share * 100)} % done`} />
        )}
      </td>
      <td data-label="Created">
        <Moment at={job.created_at} zone={zone} />
      </td>
      <td data-label="Attempts" className="number">
        {job.attempts}
      </td>
      <td data-label="Note">
        {job.error?.message ?? <span className="muted">–</span>}
        {job.next_try_at && job.state === "queued" && job.attempts > 0 && (
          <span className="muted small">
            tries again <Moment at={job.next_try_at} zone={zone} />
          </span>
        )}
      </td>
    </tr>
  );
}

export function JobsPage() {
  const { data, error, isPending, refetch } = useQuery(jobsQuery);
  const zone = readersZone();
  return (
    <Page title="Jobs" lead="Imports, measuring and backups: what waits, what runs, what is done.">
      {error && <ProblemNotice error={error} retry={() => void refetch()} />}
      {isPending && <Skeleton rows={8} label="Loading the jobs" />}
      {data?.items.length === 0 && (
        <Empty title="No job yet">
          <p>Uploads, scheduled imports and measuring appear here while they wait and work.</p>
        </Empty>
      )}
      {data && data.items.length > 0 && (
        <section className="card" aria-label="Jobs">
          <table className="data stacked">
            <thead>
              <tr>
                <th scope="col">Job</th>
                <th scope="col">Kind</th>
                <th scope="col">About</th>
                <th scope="col">State</th>
                <th scope="col">Created</th>
                <th scope="col" className="number">
                  Attempts
                </th>
                <th scope="col">Note</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((job) => (
                <Row key={job.id} job={job} zone={zone} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Page>
  );
}
