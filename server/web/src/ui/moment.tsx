import { timeText, zoneText } from "../format/time";

/** An instant with the name of its zone; a dash where there is none. */
export function Moment({ at, zone }: { at: string | null; zone: string }) {
  if (at === null) return <span className="muted">–</span>;
  return (
    <time dateTime={at} className="number">
      {timeText(at, zone)} <span className="muted">{zoneText(at, zone)}</span>
    </time>
  );
}
