import { useQuery } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { Link } from "react-router";
import { sourcesQuery } from "../api/queries";
import { runsPath, uploadPath } from "../paths";
import { Empty } from "../ui/empty";
import { Page } from "../ui/page";
import { ProblemNotice } from "../ui/problem_notice";
import { Skeleton } from "../ui/skeleton";
import { type SourceSpec, specOf } from "./source_spec";

function Row({ id, name, spec }: { id: string; name: string; spec: SourceSpec }) {
  return (
    <tr>
      <th scope="row" className="objective">
        {name}
        <span className="muted small">{id}</span>
      </th>
      <td data-label="Supplier">{spec.supplier ?? <span className="muted">several</span>}</td>
      <td data-label="Importer">{spec.plugin}</td>
      <td data-label="Time zone">{spec.time_zone ?? "–"}</td>
      <td data-label="Schedule">
        {spec.schedule ? <code>{spec.schedule}</code> : <span className="muted">by hand</span>}
      </td>
      <td className="row-actions">
        <Link className="button" to={runsPath(id)}>
          Runs<span className="visually-hidden"> of {name}</span>
        </Link>
        <Link className="button" to={uploadPath(id)}>
          <Upload aria-hidden /> Upload<span className="visually-hidden"> a file for {name}</span>
        </Link>
      </td>
    </tr>
  );
}

export function SourcesPage() {
  const { data, error, isPending, refetch } = useQuery(sourcesQuery);
  return (
    <Page title="Sources" lead="Where evidence comes from: exports and portals of the suppliers.">
      {error && <ProblemNotice error={error} retry={() => void refetch()} />}
      {isPending && <Skeleton rows={8} label="Loading the sources" />}
      {data?.items.length === 0 && (
        <Empty title="No source yet">
          <p>
            A source says which file or portal to read and how. Write one as a document and apply
            it:
          </p>
          <pre>
            <code>underpin schema Source{"\n"}underpin apply -f source.yaml</code>
          </pre>
        </Empty>
      )}
      {data && data.items.length > 0 && (
        <section className="card" aria-label="Sources">
          <table className="data stacked">
            <thead>
              <tr>
                <th scope="col">Source</th>
                <th scope="col">Supplier</th>
                <th scope="col">Importer</th>
                <th scope="col">Time zone</th>
                <th scope="col">Schedule</th>
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((source) => {
                const { id, name, spec } = specOf(source);
                return <Row key={id} id={id} name={name} spec={spec} />;
              })}
            </tbody>
          </table>
        </section>
      )}
    </Page>
  );
}
