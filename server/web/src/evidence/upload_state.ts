import type { Job } from "../api/types";

/** The way of a file: chosen, sent, read by a job. */
export type UploadState =
  | { step: "choosing" }
  | { step: "sending"; file: File; share: number }
  | { step: "reading"; file: File; job: Job }
  | { step: "failed"; file: File; error: Error };

/** How far a job is, 0 to 1; null while nobody knows. */
export function shareDone(job: Job): number | null {
  const progress = job.progress;
  if (!progress || progress.total <= 0) return null;
  return Math.min(1, progress.done / progress.total);
}

export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
