// What the server's codes are called on the page.

import type { Provisional, Status, Verdict } from "../api/types";

export const STATUS_WORDS: Record<Status, string> = {
  met: "Met",
  breached: "Breached",
  undetermined: "Undetermined",
  no_events: "No events",
  no_data: "No data",
};

export const STATUS_HELP: Record<Status, string> = {
  met: "The target was reached.",
  breached: "The target was missed.",
  undetermined: "What was not seen would decide between met and breached.",
  no_events: "All was seen, and there was nothing to count.",
  no_data: "Too little was seen to say anything. This is not a failure, and not a success.",
};

export const PROVISIONAL_WORDS: Record<Provisional, string> = {
  open: "period still open",
  pending: "cases still running",
  coverage: "evidence incomplete",
  disputed: "records disputed",
};

export const VERDICT_WORDS: Record<Verdict, string> = {
  breaching: "Breaching",
  pending: "Pending",
  counted: "Counted",
  excluded: "Excluded",
  left_out: "Left out",
};

/** A code of the server's for people: "on_watch" is "on watch". */
export function words(code: string): string {
  return code.replaceAll("_", " ");
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
