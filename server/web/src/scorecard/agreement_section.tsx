import { Link } from "react-router";
import type { AgreementResult, ObjectiveResult, Trend } from "../api/types";
import { periodName } from "../format/period";
import { shareText, targetText, trimDecimal, valueText } from "../format/quantity";
import { dateText, lastDayText } from "../format/time";
import { words } from "../format/words";
import { explanationPath } from "../paths";
import { Sparkline } from "../ui/sparkline";
import { ProvisionalNote, StatusBadge } from "../ui/status_badge";

function Row({
  agreement,
  objective,
  trend,
}: {
  agreement: AgreementResult;
  objective: ObjectiveResult;
  trend: Trend | undefined;
}) {
  const series = trend?.items.find(
    (one) => one.agreement === agreement.agreement && one.objective === objective.objective,
  );
  return (
    <tr>
      <th scope="row" className="objective">
        <Link to={explanationPath(agreement.agreement, objective.objective, agreement.period)}>
          {objective.name}
        </Link>
        <span className="muted small">
          {words(objective.metric)}
          {objective.category && ` · ${objective.category}`}
        </span>
        {objective.parts && objective.parts.length > 1 && (
          <span className="muted small">
            terms amended within the period: {objective.parts.length} parts
          </span>
        )}
        {objective.version > 1 && (
          <span className="tag">restated, version {objective.version}</span>
        )}
      </th>
      <td data-label="Actual" className="number strong">
        {valueText(objective.value, objective.unit, objective.target)}
      </td>
      <td data-label="Target" className="number">
        {targetText(objective.target, objective.unit)}
      </td>
      <td data-label="Status">
        <StatusBadge status={objective.status} />
        <ProvisionalNote reasons={objective.provisional} />
      </td>
      <td data-label="Score" className="number">
        {objective.score ?? "–"}
      </td>
      <td data-label="Weight" className="number">
        {trimDecimal(objective.weight)}
      </td>
      <td data-label="Breaching / counted" className="number">
        {objective.breaching} / {objective.counted}
        {objective.pending > 0 && <span className="muted small">{objective.pending} pending</span>}
        {objective.excluded > 0 && (
          <span className="muted small">{objective.excluded} excluded</span>
        )}
      </td>
      <td data-label="Coverage" className="number">
        {shareText(objective.coverage)}
      </td>
      <td data-label="Trend" className="trend">
        {series ? (
          <Sparkline series={series} current={agreement.period} />
        ) : (
          <span className="muted">–</span>
        )}
      </td>
    </tr>
  );
}

/** One agreement in one of its periods, target by target. */
export function AgreementSection({
  agreement,
  shown,
  trend,
}: {
  agreement: AgreementResult;
  shown: string;
  trend: Trend | undefined;
}) {
  const zone = agreement.time_zone;
  const id = `agreement-${agreement.agreement}-${agreement.period}`;
  return (
    <section className="card" aria-labelledby={id}>
      <header className="card-head">
        <div>
          <h2 id={id}>{agreement.name}</h2>
          <p className="muted small">
            {agreement.period !== shown && <b>{periodName(agreement.period)}: </b>}
            {dateText(agreement.from, zone)} to {lastDayText(agreement.to, zone)}, {zone}
            {agreement.open && <span className="tag">open</span>}
          </p>
        </div>
        <p className="card-score">
          <span className="muted small">Score</span>{" "}
          <b className="number">{agreement.score ?? "–"}</b>
        </p>
      </header>
      <table className="data objectives">
        <thead>
          <tr>
            <th scope="col">Objective</th>
            <th scope="col" className="number">
              Actual
            </th>
            <th scope="col" className="number">
              Target
            </th>
            <th scope="col">Status</th>
            <th scope="col" className="number">
              Score
            </th>
            <th scope="col" className="number">
              Weight
            </th>
            <th scope="col" className="number">
              <span title="Breaching of counted">Breaching / counted</span>
            </th>
            <th scope="col" className="number">
              Coverage
            </th>
            <th scope="col">Last 12 periods</th>
          </tr>
        </thead>
        <tbody>
          {agreement.objectives.map((objective) => (
            <Row
              key={objective.objective}
              agreement={agreement}
              objective={objective}
              trend={trend}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}
