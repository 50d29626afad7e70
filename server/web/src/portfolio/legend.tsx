/** What the cells of the heat map mean. */
export function Legend() {
  return (
    <ul className="legend" aria-label="Legend">
      <li>grades</li>
      {["A", "B", "C", "D", "E"].map((grade) => (
        <li key={grade}>
          <span className={`swatch grade-${grade}`}>{grade}</span>
        </li>
      ))}
      <li>
        <span className="swatch no-data" /> no data
      </li>
      <li>
        <span className="swatch heat-provisional">
          <span className="heat-score" />
        </span>{" "}
        provisional
      </li>
      <li>
        <span className="swatch heat-none" /> nothing agreed
      </li>
      <li>
        <span className="heat-breaches">2</span> targets breached
      </li>
    </ul>
  );
}
