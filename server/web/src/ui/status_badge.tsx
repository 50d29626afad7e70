import { Check, CircleDashed, CircleHelp, Minus, X } from "lucide-react";
import type { Provisional, Status } from "../api/types";
import { PROVISIONAL_WORDS, STATUS_HELP, STATUS_WORDS } from "../format/words";

const ICONS = {
  met: Check,
  breached: X,
  undetermined: CircleHelp,
  no_events: Minus,
  no_data: CircleDashed,
} as const;

/** A status by word and shape; the colour only helps. */
export function StatusBadge({ status }: { status: Status }) {
  const Icon = ICONS[status];
  return (
    <span className={`status status-${status}`} title={STATUS_HELP[status]}>
      <Icon aria-hidden />
      {STATUS_WORDS[status]}
    </span>
  );
}

export function ProvisionalNote({ reasons }: { reasons: Provisional[] }) {
  if (reasons.length === 0) return null;
  return (
    <span className="provisional">
      Provisional: {reasons.map((reason) => PROVISIONAL_WORDS[reason]).join(", ")}
    </span>
  );
}
