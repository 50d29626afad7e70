import type { ExplainedPart, Explanation } from "../api/types";
import { grouped } from "../format/grouped";
import { boundNumber, shareText, targetText, valueText } from "../format/quantity";
import { durationText, timeText, zoneText } from "../format/time";
import { STATUS_WORDS, words } from "../format/words";
import { RecordsTable } from "./records_table";
import { Timeline } from "./timeline";

/** The line between floor and target, with its numbers put in where they are plain ones. */
function slope(part: ExplainedPart): string {
  const target = boundNumber(part.target);
  const floor = part.floor ? boundNumber(part.floor) : null;
  if (part.value === null || target === null || floor === null) {
    return "100 × (value − floor) / (target − floor)";
  }
  return `100 × (${part.value} − ${floor}) / (${target} − ${floor})`;
}

function Judgement({ part, unit }: { part: ExplainedPart; unit: string }) {
  return (
    <ol className="steps">
      {part.steps.map((step, i) => (
        <li key={i}>
          <span className="step-label">{step.label}</span>
          <span className="step-text number">{step.text}</span>
        </li>
      ))}
      {part.rounding && (
        <li>
          <span className="step-label">rounding by the contract</span>
          <span className="step-text">
            {part.rounding.places} places, {words(part.rounding.mode ?? "")}
          </span>
        </li>
      )}
      <li>
        <span className="step-label">against the target</span>
        <span className="step-text number">
          {part.value === null ? "no value" : valueText(part.value, unit, part.target)}, target{" "}
          {targetText(part.target, unit)}: <b>{STATUS_WORDS[part.status].toLowerCase()}</b>
        </span>
      </li>
      {part.score !== null && (
        <li>
          <span className="step-label">score</span>
          <span className="step-text number">
            {part.status === "met" && "met: "}
            {part.status === "breached" && !part.floor && "missed, without a floor: "}
            {part.status === "breached" && part.floor && <>{slope(part)}, within 0 to 100: </>}
            <b>{part.score}</b>
          </span>
        </li>
      )}
    </ol>
  );
}

function Facts({ part }: { part: ExplainedPart }) {
  return (
    <dl className="facts">
      <div>
        <dt>Calendar</dt>
        <dd>{part.calendar}</dd>
      </div>
      <div>
        <dt>Service time</dt>
        <dd className="number">{durationText(part.service_ms)}</dd>
      </div>
      <div>
        <dt>Coverage</dt>
        <dd className="number">
          {shareText(part.coverage)}
          {part.min_coverage && (
            <span className="muted small">at least {shareText(part.min_coverage)} needed</span>
          )}
        </dd>
      </div>
    </dl>
  );
}

function Exclusions({ part, zone }: { part: ExplainedPart; zone: string }) {
  if (part.exclusions.length === 0) return null;
  return (
    <details className="card-body" open={part.exclusions.length < 6}>
      <summary>
        <h3>Exclusions ({part.exclusions.length})</h3>
      </summary>
      <ul className="plain">
        {part.exclusions.map((exclusion) => (
          <li key={exclusion.id}>
            <b>{exclusion.id}</b>: {timeText(exclusion.from, zone)} – {timeText(exclusion.to, zone)}{" "}
            {zoneText(exclusion.from, zone)}, {exclusion.reason}
            {exclusion.components && exclusion.components.length > 0 && (
              <span className="muted"> ({exclusion.components.join(", ")})</span>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Basis({ part }: { part: ExplainedPart }) {
  const { basis } = part;
  return (
    <details className="card-body">
      <summary>
        <h3>What the number stands on</h3>
      </summary>
      <dl className="facts">
        <div>
          <dt>Scorer version</dt>
          <dd>{basis.scorer_version}</dd>
        </div>
        <div>
          <dt>Time zone data</dt>
          <dd>{basis.tz_data_version}</dd>
        </div>
        <div>
          <dt>Document revisions</dt>
          <dd className="number">{basis.document_revisions.join(", ")}</dd>
        </div>
        <div>
          <dt>Last record revision seen</dt>
          <dd className="number">
            {Object.entries(basis.sources_seen)
              .map(([source, seen]) => `${source} ${grouped(seen)}`)
              .join(", ")}
          </dd>
        </div>
        <div className="facts-wide">
          <dt>Digest of the evidence (SHA-256)</dt>
          <dd>
            <code>{basis.digest}</code>
          </dd>
        </div>
      </dl>
    </details>
  );
}

/** One part of the period (there are several where an amendment splits it), from arithmetic to records. */
export function PartSection({
  explanation,
  part,
  index,
}: {
  explanation: Explanation;
  part: ExplainedPart;
  index: number;
}) {
  const zone = explanation.time_zone;
  const many = explanation.parts.length > 1;
  const file = `${explanation.agreement}_${explanation.objective}_${explanation.period}${many ? `_part${index + 1}` : ""}.csv`;
  return (
    <>
      <section className="card" aria-label={many ? `Part ${index + 1}` : "How it is computed"}>
        <header className="card-head">
          <div>
            <h2>{many ? `Part ${index + 1}: how it is computed` : "How it is computed"}</h2>
            <p className="muted small">
              {timeText(part.from, zone)} {zoneText(part.from, zone)} to {timeText(part.to, zone)}{" "}
              {zoneText(part.to, zone)}, {zone}
            </p>
          </div>
        </header>
        <div className="computed">
          <Judgement part={part} unit={explanation.unit} />
          <Facts part={part} />
        </div>
        <Timeline part={part} zone={zone} />
        <Exclusions part={part} zone={zone} />
        <Basis part={part} />
      </section>
      <section className="card" aria-label={many ? `Records of part ${index + 1}` : "Records"}>
        <header className="card-head">
          <h2>Records</h2>
        </header>
        {part.records.length > 0 ? (
          <RecordsTable records={part.records} zone={zone} fileName={file} />
        ) : (
          <p className="card-body muted">No record was selected in this time.</p>
        )}
      </section>
    </>
  );
}
