import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearchParams } from "react-router";
import { recordQuery } from "../api/queries";
import type { RecordRevision } from "../api/types";
import { readersZone, timeText, zoneText } from "../format/time";
import { count } from "../format/words";
import { runPath } from "../paths";
import { Moment } from "../ui/moment";
import { Page } from "../ui/page";
import { ProblemNotice } from "../ui/problem_notice";
import { Skeleton } from "../ui/skeleton";
import { RunFiles } from "./run_files";

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** Fields and attributes as they are kept; what was written as a date is marked as one. */
function valuesOf(revision: RecordRevision): [string, string][] {
  const zone = readersZone();
  const text = (name: string, value: unknown): string => {
    if (typeof value !== "string") return JSON.stringify(value);
    if (!INSTANT.test(value)) return value;
    const shown = `${timeText(value, zone)} ${zoneText(value, zone)}`;
    return revision.dates.includes(name) ? `${shown} (written as a date)` : shown;
  };
  return [
    ...Object.entries(revision.fields).map(([name, value]): [string, string] => [
      name,
      text(name, value),
    ]),
    ...Object.entries(revision.attributes),
  ];
}

function Revision({ revision }: { revision: RecordRevision }) {
  const title = revision.current ? "As it stands" : `As it stood: revision ${revision.revision}`;
  return (
    <section className="card" aria-label={title}>
      <header className="card-head">
        <div>
          <h2>{title}</h2>
          <p className="muted">
            <Link to={runPath(revision.run)}>Run {revision.run}</Link>,{" "}
            <Moment at={revision.imported} zone={readersZone()} />, line or place {revision.place}
          </p>
        </div>
      </header>
      <dl className="facts card-body">
        {valuesOf(revision).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="wrap">{value}</dd>
          </div>
        ))}
      </dl>
      {revision.raw && (
        <div className="card-body">
          <h3>As it stands in {revision.raw.file}</h3>
          <pre className="raw">{revision.raw.text}</pre>
        </div>
      )}
      <RunFiles files={revision.files} />
    </section>
  );
}

/** A record as it was imported, with its past: the end of every argument about a number. */
export function RecordPage() {
  const { source = "" } = useParams();
  const [search] = useSearchParams();
  const key = search.get("key") ?? "";
  const { data, error, isPending, refetch } = useQuery(recordQuery(source, key));
  return (
    <Page
      title={key || "A record"}
      crumbs={[{ to: "/sources", text: "Sources" }]}
      lead={
        data
          ? `A record of ${source}, in ${count(data.items.length, "revision")}`
          : `A record of ${source}`
      }
    >
      {error && <ProblemNotice error={error} retry={() => void refetch()} />}
      {isPending && <Skeleton rows={6} label="Loading the record" />}
      {data?.items.map((revision) => (
        <Revision key={revision.revision} revision={revision} />
      ))}
    </Page>
  );
}
