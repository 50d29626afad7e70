import { Link } from "react-router";
import type { CreditLine, Credits } from "../api/types";
import { periodName } from "../format/period";
import { moneyText } from "../format/quantity";
import { words } from "../format/words";
import { explanationPath } from "../paths";

function Amount({ amount, line, credits }: { amount: string; line: CreditLine; credits: Credits }) {
  return <>{moneyText(amount, line.currency ?? credits.currency ?? "")}</>;
}

/** Lines of service credit with the clause's rule. `names` knows what objectives are called. */
export function CreditLines({ credits, names }: { credits: Credits; names: Map<string, string> }) {
  return (
    <table className="data stacked">
      <thead>
        <tr>
          <th scope="col">Objective</th>
          <th scope="col">Rule</th>
          <th scope="col" className="number">
            Charges
          </th>
          <th scope="col">State</th>
          <th scope="col" className="number">
            Service credit
          </th>
        </tr>
      </thead>
      <tbody>
        {credits.lines.map((line, i) => (
          <tr key={i}>
            <th scope="row" className="objective">
              {line.objective === null ? (
                "The agreement as a whole"
              ) : (
                <Link to={explanationPath(line.agreement, line.objective, line.period)}>
                  {names.get(`${line.agreement}/${line.objective}`) ?? line.objective}
                </Link>
              )}
              <span className="muted small">
                {line.agreement}, {periodName(line.period)}
              </span>
            </th>
            <td data-label="Rule">
              {line.rule}
              {line.points && <span className="muted small">{line.points} points</span>}
            </td>
            <td data-label="Charges" className="number">
              <Amount amount={line.base} line={line} credits={credits} />
            </td>
            <td data-label="State">
              <span className="tag">{words(line.status)}</span>
            </td>
            <td data-label="Service credit" className="number strong">
              <Amount amount={line.amount} line={line} credits={credits} />
              {line.capped_from && (
                <span className="muted small">
                  capped from <Amount amount={line.capped_from} line={line} credits={credits} />
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function CreditsSection({
  credits,
  names,
}: {
  credits: Credits;
  names: Map<string, string>;
}) {
  return (
    <section className="card" aria-labelledby="credits">
      <header className="card-head">
        <h2 id="credits">Service credits</h2>
      </header>
      {credits.lines.length > 0 ? (
        <CreditLines credits={credits} names={names} />
      ) : (
        <p className="muted card-body">No service credit is owed for this period.</p>
      )}
      {credits.triggers.length > 0 && (
        <div className="card-body">
          <h3>Contractual rights reached</h3>
          <ul className="plain">
            {credits.triggers.map((trigger, i) => (
              <li key={i}>
                <b>{trigger.name}</b>: {trigger.because}{" "}
                <span className="muted">
                  ({trigger.agreement}, {periodName(trigger.period)})
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
