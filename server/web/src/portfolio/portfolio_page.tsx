import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useDeferredValue, useMemo } from "react";
import { useSearchParams } from "react-router";
import { portfolioQuery } from "../api/queries";
import type { Portfolio } from "../api/types";
import { addMonths, isMonth, monthOf, periodName } from "../format/period";
import { readersZone, timeText, zoneText } from "../format/time";
import { count, words } from "../format/words";
import { Empty } from "../ui/empty";
import { Page } from "../ui/page";
import { ProblemNotice } from "../ui/problem_notice";
import { Skeleton } from "../ui/skeleton";
import { StaleBanner } from "../ui/stale_banner";
import { HeatMap } from "./heat_map";
import { Legend } from "./legend";
import { ORDERS, readSelection, select, SHOWS } from "./selection";
import { Summary } from "./summary";

const MONTHS_SHOWN = 12;

/** The last month that is over at the instant that the numbers speak of. */
function lastClosed(portfolio: Portfolio): number {
  const open = portfolio.as_of.slice(0, 7);
  return portfolio.periods.findLastIndex((month) => month < open);
}

function Choice<Key extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: Record<Key, string>;
  onChange: (value: string) => void;
}) {
  return (
    <label className="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {Object.entries<string>(options).map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function Shown({ portfolio }: { portfolio: Portfolio }) {
  const [parameters, setParameters] = useSearchParams();
  const set = (name: string, value: string) =>
    setParameters(
      (now) => {
        if (value) now.set(name, value);
        else now.delete(name);
        return now;
      },
      { replace: true },
    );
  const selection = readSelection(parameters);
  const query = useDeferredValue(parameters.toString());
  const closed = lastClosed(portfolio);
  const rows = useMemo(
    () => select(portfolio.suppliers, readSelection(new URLSearchParams(query)), closed),
    [portfolio, query, closed],
  );
  const tiers = useMemo(() => {
    const known = [...new Set(portfolio.suppliers.map((row) => row.tier))].sort();
    return { "": "All tiers", ...Object.fromEntries(known.map((tier) => [tier, words(tier)])) };
  }, [portfolio]);
  return (
    <>
      <Summary rows={portfolio.suppliers} month={portfolio.periods[closed] ?? ""} index={closed} />
      <search className="toolbar">
        <label className="field field-wide">
          <span>Search</span>
          <input
            type="search"
            placeholder="Name or id"
            value={selection.text}
            onChange={(event) => set("q", event.target.value)}
          />
        </label>
        <Choice
          label="Tier"
          value={selection.tier}
          options={tiers}
          onChange={(v) => set("tier", v)}
        />
        <Choice
          label="Show"
          value={selection.show}
          options={SHOWS}
          onChange={(v) => set("show", v)}
        />
        <Choice
          label="Order"
          value={selection.order}
          options={ORDERS}
          onChange={(v) => set("order", v)}
        />
      </search>
      <div className="table-head">
        <p role="status" className="muted">
          {rows.length === portfolio.suppliers.length
            ? count(rows.length, "supplier")
            : `${rows.length} of ${count(portfolio.suppliers.length, "supplier")}`}
        </p>
        <Legend />
      </div>
      {rows.length > 0 ? (
        <HeatMap rows={rows} months={portfolio.periods} />
      ) : (
        <Empty title="No supplier fits">
          <p>None of the {portfolio.suppliers.length} suppliers fits the search and the filters.</p>
          <button
            type="button"
            className="button"
            onClick={() => setParameters({}, { replace: true })}
          >
            Show all suppliers
          </button>
        </Empty>
      )}
    </>
  );
}

function NoSuppliers() {
  return (
    <Empty title="No agreement is stored yet">
      <p>
        The heat map shows suppliers that have an agreement. Write down what was agreed, or look at
        a portfolio of invented suppliers first:
      </p>
      <pre>
        <code>
          underpin demo{"\n"}underpin apply -f contracts/{"\n"}underpin import SOURCE
        </code>
      </pre>
    </Empty>
  );
}

export function PortfolioPage() {
  const [parameters, setParameters] = useSearchParams();
  const asked = parameters.get("to") ?? "";
  const to = isMonth(asked) ? asked : monthOf(new Date());
  const from = addMonths(to, 1 - MONTHS_SHOWN);
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery(portfolioQuery(from, to));
  const move = (months: number) =>
    setParameters((now) => {
      now.set("to", addMonths(to, months));
      return now;
    });
  const zone = readersZone();
  return (
    <Page
      title="Portfolio"
      lead={
        data && (
          <>
            As of {timeText(data.as_of, zone)} {zoneText(data.as_of, zone)}
          </>
        )
      }
      actions={
        <div className="stepper" role="group" aria-label="Months shown">
          <button
            type="button"
            className="button"
            onClick={() => move(-MONTHS_SHOWN)}
            aria-label="Earlier months"
          >
            <ChevronLeft aria-hidden />
          </button>
          <span aria-live="polite">
            {periodName(from)} – {periodName(to)}
          </span>
          <button
            type="button"
            className="button"
            onClick={() => move(MONTHS_SHOWN)}
            disabled={to >= monthOf(new Date())}
            aria-label="Later months"
          >
            <ChevronRight aria-hidden />
          </button>
        </div>
      }
    >
      <StaleBanner stale={data?.stale ?? false} />
      {error && <ProblemNotice error={error} retry={() => void refetch()} />}
      {isPending && <Skeleton rows={14} label="Loading the portfolio" />}
      {data && (
        <div className={`stack${isPlaceholderData ? " refreshing" : ""}`}>
          {data.suppliers.length === 0 ? <NoSuppliers /> : <Shown portfolio={data} />}
        </div>
      )}
    </Page>
  );
}
