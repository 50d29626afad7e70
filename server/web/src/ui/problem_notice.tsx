import { CircleAlert } from "lucide-react";
import { ProblemError } from "../api/client";
import type { Fault } from "../api/types";

function FaultText({ fault }: { fault: Fault }) {
  const place = [fault.file, fault.line !== undefined && `line ${fault.line}`, fault.pointer]
    .filter(Boolean)
    .join(", ");
  return (
    <>
      {place && <code>{place}</code>} {fault.detail}{" "}
      {fault.hint && <span className="muted">{fault.hint}</span>}
    </>
  );
}

/** What went wrong, where, and what to do next: the server's own words. */
export function ProblemNotice({ error, retry }: { error: Error; retry?: () => void }) {
  const problem = error instanceof ProblemError ? error.problem : null;
  const faults = problem?.errors ?? [];
  const only = faults.length === 1 && faults[0]?.detail === problem?.detail ? faults[0] : null;
  // What was asked wrongly stays wrong.
  const canRetry = !problem || problem.status < 400 || problem.status >= 500;
  return (
    <section className="notice notice-bad" role="alert">
      <CircleAlert aria-hidden className="notice-icon" />
      <div>
        <h2>{problem?.title ?? "This page made a mistake"}</h2>
        <p>{problem?.detail ?? error.message}</p>
        {only?.hint && <p className="muted">{only.hint}</p>}
        {!only && faults.length > 0 && (
          <ul className="faults">
            {faults.map((fault, i) => (
              <li key={i}>
                <FaultText fault={fault} />
              </li>
            ))}
          </ul>
        )}
        <p className="notice-actions">
          {retry && canRetry && (
            <button type="button" className="button" onClick={retry}>
              Try again
            </button>
          )}
          {problem?.request_id && (
            <span className="muted">
              Request <code>{problem.request_id}</code>
            </span>
          )}
        </p>
      </div>
    </section>
  );
}
