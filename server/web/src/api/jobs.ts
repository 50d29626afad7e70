// Work that takes its time: sending a file, and following the job that reads it.

import { problemOf, unreachable } from "./problem";
import type { Job } from "./types";

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Sends a file to a source. Only XMLHttpRequest tells how much has been sent. The key makes sending
 * it again harmless: the server answers with the job that it already has.
 */
export function sendFile(
  source: string,
  file: File,
  key: string,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Job> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const path = `/api/v1/sources/${encodeURIComponent(source)}/imports`;
    request.open("POST", `${path}?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Idempotency-Key", key);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      const body = parsed(request.responseText);
      const { status, statusText } = request;
      if (status === 202) resolve((body as { job: Job }).job);
      else reject(problemOf(new Response(null, { status, statusText }), body));
    };
    request.onerror = () => reject(unreachable(null));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

export function isFinished(job: Job): boolean {
  return job.state === "succeeded" || job.state === "failed" || job.state === "cancelled";
}

/** Follows a job by server-sent events until it ends; the browser connects again by itself. Returns how to stop. */
export function followJob(id: number, onJob: (job: Job) => void, onError: (error: Error) => void) {
  const events = new EventSource(`/api/v1/jobs/${id}/events`);
  const take = (event: MessageEvent<string>) => {
    const job = JSON.parse(event.data) as Job;
    onJob(job);
    if (isFinished(job)) events.close();
  };
  events.addEventListener("progress", take);
  events.addEventListener("state", take);
  events.onerror = () => {
    if (events.readyState === EventSource.CLOSED) onError(unreachable(null));
  };
  return () => events.close();
}
