import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { Link, useParams } from "react-router";
import { creditsQuery, scorecardQuery, trendQuery } from "../api/queries";
import type { CreditTotal, Scorecard } from "../api/types";
import { periodName, shiftPeriod } from "../format/period";
import { differenceText, moneyText } from "../format/quantity";
import { readersZone, timeText, zoneText } from "../format/time";
import { scorecardPath } from "../paths";
import { Empty } from "../ui/empty";
import { Grade } from "../ui/grade";
import { Page } from "../ui/page";
import { ProblemNotice } from "../ui/problem_notice";
import { Skeleton } from "../ui/skeleton";
import { StaleBanner } from "../ui/stale_banner";
import { AgreementSection } from "./agreement_section";
import { ChangeList } from "./change_list";
import { changesOf } from "./changes";
import { CreditsSection } from "./credits_section";

function creditTexts(credits: CreditTotal): string[] {
  const totals = credits.totals ?? [credits];
  return totals.flatMap(({ currency, total }) =>
    currency && total ? [moneyText(total, currency)] : [],
  );
}

function Figures({ card, before }: { card: Scorecard; before: Scorecard | undefined }) {
  const difference = differenceText(card.score, before?.score ?? null);
  const credits = creditTexts(card.credits);
  return (
    <dl className="figures">
      <div>
        <dt>Score</dt>
        <dd className="figure-main">
          <span className="number">{card.score ?? "no data"}</span> <Grade grade={card.grade} />
          {difference && before && (
            <span className="muted small">
              {difference} since {periodName(before.period)}
            </span>
          )}
        </dd>
      </div>
      <div>
        <dt>Service credits</dt>
        <dd className="money-list">
          {credits.length > 0 ? credits.map((text) => <span key={text}>{text}</span>) : "none"}
          {card.credits.capped && <span className="tag">capped</span>}
        </dd>
      </div>
      <div className="figure-wide">
        <dt>By category</dt>
        <dd>
          <ul className="categories">
            {card.categories.map(({ category, score }) => (
              <li key={category ?? ""}>
                <span>{category ?? "without category"}</span>
                <span className="bar" aria-hidden>
                  <span style={{ inlineSize: `${Number(score ?? 0)}%` }} />
                </span>
                <b className="number">{score ?? "–"}</b>
              </li>
            ))}
            {card.categories.length === 0 && <li className="muted">–</li>}
          </ul>
        </dd>
      </div>
    </dl>
  );
}

function PeriodSteps({ supplier, period }: { supplier: string; period: string }) {
  const [before, after] = [shiftPeriod(period, -1), shiftPeriod(period, 1)];
  return (
    <nav className="stepper" aria-label="Periods">
      {before && (
        <Link
          className="button"
          to={scorecardPath(supplier, before)}
          aria-label={`Previous period, ${periodName(before)}`}
        >
          <ChevronLeft aria-hidden />
        </Link>
      )}
      <span>{periodName(period)}</span>
      {after && (
        <Link
          className="button"
          to={scorecardPath(supplier, after)}
          aria-label={`Next period, ${periodName(after)}`}
        >
          <ChevronRight aria-hidden />
        </Link>
      )}
    </nav>
  );
}

function Content({ card }: { card: Scorecard }) {
  const previous = shiftPeriod(card.period, -1);
  const before = useQuery({
    ...scorecardQuery(card.supplier, previous ?? card.period),
    enabled: previous !== null,
    retry: false, // there may be none: the first period has no predecessor
  });
  const trend = useQuery(trendQuery(card.supplier, card.period));
  const credits = useQuery(creditsQuery(card.supplier, card.period));
  const labels = new Set(card.agreements.map((agreement) => agreement.period));
  const names = new Map(
    card.agreements.flatMap(({ agreement, objectives }) =>
      objectives.map(({ objective, name }) => [`${agreement}/${objective}`, name] as const),
    ),
  );
  if (card.agreements.length === 0) {
    return (
      <Empty title={`Nothing was measured for ${periodName(card.period)}`}>
        <p>No agreement of this supplier has a period that ends in it. Try an earlier one.</p>
      </Empty>
    );
  }
  return (
    <>
      <Figures card={card} before={before.data} />
      <section className="card" aria-labelledby="changed">
        <header className="card-head">
          <h2 id="changed">What changed</h2>
        </header>
        <div className="card-body">
          {trend.data ? (
            <ChangeList changes={changesOf(trend.data, labels)} />
          ) : trend.error ? (
            <ProblemNotice error={trend.error} retry={() => void trend.refetch()} />
          ) : (
            <Skeleton rows={2} label="Loading what changed" />
          )}
        </div>
      </section>
      {card.agreements.map((agreement) => (
        <AgreementSection
          key={`${agreement.agreement}/${agreement.period}`}
          agreement={agreement}
          shown={card.period}
          trend={trend.data}
        />
      ))}
      {credits.data && <CreditsSection credits={credits.data} names={names} />}
      {credits.error && (
        <ProblemNotice error={credits.error} retry={() => void credits.refetch()} />
      )}
      {card.notes.length > 0 && (
        <section className="card" aria-labelledby="notes">
          <header className="card-head">
            <h2 id="notes">Notes</h2>
          </header>
          <ul className="plain card-body">
            {card.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

export function ScorecardPage() {
  const { supplier = "", period = "" } = useParams();
  const { data: card, error, isPending, refetch } = useQuery(scorecardQuery(supplier, period));
  const zone = readersZone();
  return (
    <Page
      title={card?.supplier_name ?? supplier}
      crumbs={[{ to: "/", text: "Portfolio" }]}
      lead={
        card && (
          <>
            Scorecard for {periodName(period)}, as of {timeText(card.as_of, zone)}{" "}
            {zoneText(card.as_of, zone)}
          </>
        )
      }
      actions={<PeriodSteps supplier={supplier} period={period} />}
    >
      <StaleBanner stale={card?.stale ?? false} due={card?.due} />
      {error && <ProblemNotice error={error} retry={() => void refetch()} />}
      {isPending && <Skeleton rows={10} label="Loading the scorecard" />}
      {card && <Content card={card} />}
    </Page>
  );
}
