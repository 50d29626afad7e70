import { useQuery, useQueryClient } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { useParams } from "react-router";
import { followJob, isFinished, sendFile } from "../api/jobs";
import { sourcesQuery } from "../api/queries";
import { Page } from "../ui/page";
import { ProblemNotice } from "../ui/problem_notice";
import { JobOutcome } from "./job_outcome";
import { specOf } from "./source_spec";
import { shareDone, sizeText, type UploadState } from "./upload_state";

function FileDrop({ onFile }: { onFile: (file: File) => void }) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  };
  return (
    // Dropping is a shortcut for a mouse; the field inside takes files by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <label
      className={`drop${over ? " drop-over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <FileUp aria-hidden />
      <span>
        <b>Choose a file</b> or drop it here
      </span>
      <span className="muted small">
        CSV as the source's configuration describes it. Nothing is deleted by an import: records
        that changed get a new revision.
      </span>
      <input
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
        }}
      />
    </label>
  );
}

function Progress({ state }: { state: UploadState }) {
  if (state.step === "choosing" || state.step === "failed") return null;
  const sending = state.step === "sending";
  const share = sending ? state.share : shareDone(state.job);
  const queued = !sending && state.job.state === "queued";
  const text = sending
    ? "Sending the file"
    : queued
      ? "Waiting for a worker"
      : "Reading the records";
  return (
    <div className="progress">
      <p>
        <b>{state.file.name}</b> <span className="muted">{sizeText(state.file.size)}</span>
      </p>
      <label>
        <span role="status">
          {text}
          {share !== null && ` – ${Math.floor(share * 100)} %`}
        </span>
        <progress max={1} {...(share === null ? {} : { value: share })} />
      </label>
      {!sending && (
        <p className="muted small">
          The file is kept by the server; leaving this page does not stop it. Job {state.job.id}
          {state.job.attempts > 1 && `, attempt ${state.job.attempts}`}
        </p>
      )}
    </div>
  );
}

export function UploadPage() {
  const { source = "" } = useParams();
  const [state, setState] = useState<UploadState>({ step: "choosing" });
  const stop = useRef<() => void>(() => undefined);
  const client = useQueryClient();
  const sources = useQuery(sourcesQuery);
  const known = sources.data?.items.map(specOf).find((one) => one.id === source);
  useEffect(() => () => stop.current(), []);

  const send = (file: File) => {
    const sending = new AbortController();
    stop.current = () => sending.abort();
    const failed = (error: Error) => setState({ step: "failed", file, error });
    setState({ step: "sending", file, share: 0 });
    sendFile(
      source,
      file,
      crypto.randomUUID(),
      (share) => setState({ step: "sending", file, share }),
      sending.signal,
    ).then((job) => {
      setState({ step: "reading", file, job });
      stop.current = followJob(
        job.id,
        (now) => {
          setState({ step: "reading", file, job: now });
          // New evidence: whatever was read before may be stale now.
          if (isFinished(now)) void client.invalidateQueries();
        },
        failed,
      );
    }, failed);
  };

  const done = state.step === "reading" && isFinished(state.job);
  return (
    <Page
      title="Upload evidence"
      crumbs={[{ to: "/sources", text: "Sources" }]}
      lead={
        known
          ? `For ${known.name} (${known.id}), read by the importer ${known.spec.plugin}`
          : source
      }
    >
      <section className="card card-body narrow" aria-label="Upload">
        {state.step === "choosing" && <FileDrop onFile={send} />}
        {!done && <Progress state={state} />}
        {done && <JobOutcome job={state.job} />}
        {state.step === "failed" && (
          <ProblemNotice error={state.error} retry={() => send(state.file)} />
        )}
        {(done || state.step === "failed") && (
          <button type="button" className="button" onClick={() => setState({ step: "choosing" })}>
            Upload another file
          </button>
        )}
      </section>
    </Page>
  );
}
