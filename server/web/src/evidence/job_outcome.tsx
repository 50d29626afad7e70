import { CircleCheck, CircleX } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { runQuery } from "../api/queries";
import type { Job } from "../api/types";
import { runPath } from "../paths";
import { RunFigures, RejectsLink } from "./run_figures";

/** How a job ended: what came in, what was set aside, or why it failed. */
export function JobOutcome({ job }: { job: Job }) {
  const run = useQuery({ ...runQuery(String(job.run ?? "")), enabled: job.run != null });
  const good = job.state === "succeeded";
  return (
    <div className="outcome" role="status">
      <p className={`outcome-head ${good ? "good" : "bad"}`}>
        {good ? <CircleCheck aria-hidden /> : <CircleX aria-hidden />}
        <b>
          {good
            ? "The file was read"
            : job.state === "cancelled"
              ? "Cancelled"
              : "The import failed"}
        </b>
      </p>
      {job.error && (
        <p>
          {job.error.message}
          {job.error.hint && <span className="muted"> {job.error.hint}</span>}
        </p>
      )}
      {run.data && (
        <>
          <RunFigures run={run.data} />
          <RejectsLink run={run.data} />
          <p>
            <Link to={runPath(run.data.run)}>Run {run.data.run}</Link> has the rest.
          </p>
        </>
      )}
    </div>
  );
}
