import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { Link, useParams } from "react-router";
import { explanationQuery, scorecardQuery } from "../api/queries";
import type { Explanation } from "../api/types";
import { periodName, shiftPeriod } from "../format/period";
import { moneyText, targetText, valueText } from "../format/quantity";
import { readersZone, timeText, zoneText } from "../format/time";
import { words } from "../format/words";
import { explanationPath, scorecardPath } from "../paths";
import { CopyButton } from "../ui/copy_button";
import { Page } from "../ui/page";
import { ProblemNotice } from "../ui/problem_notice";
import { Skeleton } from "../ui/skeleton";
import { ProvisionalNote, StatusBadge } from "../ui/status_badge";
import { PartSection } from "./part_section";

/** The number in one sentence, for a mail. */
function sentence(explanation: Explanation): string {
  const { name, objective, agreement, period, unit, value, target, status, score } = explanation;
  const shown = value === null ? "has no value" : `is ${valueText(value, unit, target)}`;
  return (
    `${name ?? objective} of ${agreement} in ${periodName(period)} ${shown} ` +
    `(target ${targetText(target, unit)}): ${words(status)}` +
    `${score === null ? "" : `, score ${score}`}. As of ${explanation.as_of}. ${window.location.href}`
  );
}

function Figures({ explanation }: { explanation: Explanation }) {
  const { value, unit, target, status, provisional, score, counted, breaching } = explanation;
  return (
    <dl className="figures">
      <div>
        <dt>Actual</dt>
        <dd className="figure-main number">{valueText(value, unit, target)}</dd>
      </div>
      <div>
        <dt>Target</dt>
        <dd className="number">{targetText(target, unit)}</dd>
      </div>
      <div>
        <dt>Status</dt>
        <dd>
          <StatusBadge status={status} />
          <ProvisionalNote reasons={provisional} />
        </dd>
      </div>
      <div>
        <dt>Score</dt>
        <dd className="number">{score ?? "–"}</dd>
      </div>
      <div>
        <dt>Breaching / counted</dt>
        <dd className="number">
          {breaching ?? 0} / {counted ?? 0}
        </dd>
      </div>
    </dl>
  );
}

function CreditNote({ explanation, currency }: { explanation: Explanation; currency: string }) {
  if (explanation.credits.length === 0) return null;
  return (
    <section className="card" aria-labelledby="credit">
      <header className="card-head">
        <h2 id="credit">Service credit</h2>
      </header>
      <ul className="plain card-body">
        {explanation.credits.map((line, i) => (
          <li key={i}>
            <b className="number">{moneyText(line.amount, line.currency ?? currency)}</b>:{" "}
            {line.rule}, on charges of {moneyText(line.base, line.currency ?? currency)}
            {line.capped_from && (
              <> (capped from {moneyText(line.capped_from, line.currency ?? currency)})</>
            )}{" "}
            <span className="tag">{words(line.status)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function ExplanationPage() {
  const { agreement = "", objective = "", period = "" } = useParams();
  const { data, error, isPending, refetch } = useQuery(
    explanationQuery(agreement, objective, period),
  );
  const card = useQuery({
    ...scorecardQuery(data?.supplier ?? "", period),
    enabled: Boolean(data?.supplier),
  });
  const steps = [shiftPeriod(period, -1), shiftPeriod(period, 1)];
  const zone = readersZone();
  return (
    <Page
      title={data?.name ?? objective}
      crumbs={[
        { to: "/", text: "Portfolio" },
        ...(data?.supplier
          ? [
              {
                to: scorecardPath(data.supplier, period),
                text: card.data?.supplier_name ?? data.supplier,
              },
            ]
          : []),
      ]}
      lead={
        <>
          {agreement}, {periodName(period)}
          {data && (
            <>
              , as of {timeText(data.as_of, zone)} {zoneText(data.as_of, zone)}
            </>
          )}
        </>
      }
      actions={
        <>
          {data && <CopyButton text={() => sentence(data)} label="Copy summary" />}
          <nav className="stepper" aria-label="Periods">
            {steps[0] && (
              <Link
                className="button"
                to={explanationPath(agreement, objective, steps[0])}
                aria-label={`Previous period, ${periodName(steps[0])}`}
              >
                <ChevronLeft aria-hidden />
              </Link>
            )}
            <span>{periodName(period)}</span>
            {steps[1] && (
              <Link
                className="button"
                to={explanationPath(agreement, objective, steps[1])}
                aria-label={`Next period, ${periodName(steps[1])}`}
              >
                <ChevronRight aria-hidden />
              </Link>
            )}
          </nav>
        </>
      }
    >
      {error && <ProblemNotice error={error} retry={() => void refetch()} />}
      {isPending && <Skeleton rows={12} label="Loading the explanation" />}
      {data && (
        <>
          <Figures explanation={data} />
          <CreditNote explanation={data} currency={card.data?.credits.currency ?? ""} />
          {data.parts.map((part, index) => (
            <PartSection key={part.from} explanation={data} part={part} index={index} />
          ))}
        </>
      )}
    </Page>
  );
}
