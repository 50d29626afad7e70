import { scaleLinear, scalePoint } from "d3-scale";
import { line } from "d3-shape";
import type { TrendSeries } from "../api/types";
import { periodName } from "../format/period";
import { boundNumber, targetText, valueText } from "../format/quantity";
import { STATUS_WORDS } from "../format/words";

const WIDTH = 132;
const HEIGHT = 30;
const MARGIN = 4;

/** The last periods of an objective: a line that breaks where there is no value, misses as crosses. */
export function Sparkline({ series, current }: { series: TrendSeries; current: string }) {
  const bound = boundNumber(series.target);
  const values = series.points.flatMap((point) =>
    point.value === null ? [] : [Number(point.value)],
  );
  const described = series.points
    .map(
      (point) =>
        `${periodName(point.period)}: ${point.value === null ? "no value" : valueText(point.value, series.unit, series.target)}, ${STATUS_WORDS[point.status].toLowerCase()}`,
    )
    .join("; ");
  const label = `Last ${series.points.length} periods, target ${targetText(series.target, series.unit)}. ${described}`;
  const all = bound === null ? values : [...values, bound];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const x = scalePoint<number>()
    .domain(series.points.map((_, i) => i))
    .range([MARGIN, WIDTH - MARGIN]);
  const y = scaleLinear()
    .domain(low === high ? [low - 1, high + 1] : [low, high])
    .range([HEIGHT - MARGIN, MARGIN]);
  const path = line<{ i: number; value: number | null }>()
    .defined((point) => point.value !== null)
    .x((point) => x(point.i) ?? 0)
    .y((point) => y(point.value ?? 0));
  const points = series.points.map((point, i) => ({
    i,
    value: point.value === null ? null : Number(point.value),
  }));
  return (
    <svg className="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {bound !== null && values.length > 0 && (
        <line className="spark-target" x1={0} x2={WIDTH} y1={y(bound)} y2={y(bound)} />
      )}
      <path className="spark-line" d={path(points) ?? ""} />
      {series.points.map((point, i) => {
        const at = x(i) ?? 0;
        if (point.value === null) {
          return (
            <line
              key={i}
              className="spark-none"
              x1={at - 2}
              x2={at + 2}
              y1={HEIGHT - 2}
              y2={HEIGHT - 2}
            />
          );
        }
        const height = y(Number(point.value));
        if (point.status === "breached") {
          return (
            <path key={i} className="spark-miss" d={`M${at - 2.5} ${height - 2.5}l5 5m0 -5l-5 5`} />
          );
        }
        return point.period === current ? (
          <circle key={i} className="spark-now" cx={at} cy={height} r={2.6} />
        ) : null;
      })}
    </svg>
  );
}
