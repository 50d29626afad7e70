import type { CSSProperties } from "react";
import type { ExplainedPart } from "../api/types";
import { dateText, timeText, zoneText } from "../format/time";
import { type Bar, lanesOf, ticksOf } from "./timeline_lanes";

const LABELS = 8;

function barTitle(bar: Bar, zone: string): string {
  const to = bar.to === null ? "still running" : timeText(bar.to, zone);
  return `${bar.text}\n${timeText(bar.from, zone)} – ${to} (${zoneText(bar.from, zone)})`;
}

/**
 * The part over time, in the agreement's zone. A picture: what it shows stands in words in the
 * tables below it, so it is hidden from screen readers but for its summary.
 */
export function Timeline({ part, zone }: { part: ExplainedPart; zone: string }) {
  const lanes = lanesOf(part);
  const ticks = ticksOf(part, zone, LABELS);
  const summary = lanes
    .filter((lane) => lane.kind !== "service")
    .map((lane) => `${lane.name.toLowerCase()}: ${lane.bars.length || lane.empty}`)
    .join(", ");
  return (
    <figure
      className="timeline"
      aria-label={`Time line. ${summary}. The records are listed below.`}
    >
      <div className="timeline-body" aria-hidden>
        {lanes.map((lane) => (
          <div key={lane.kind} className="lane">
            <span className="lane-name">{lane.name}</span>
            <div className="lane-track" style={{ "--lines": lane.lines } as CSSProperties}>
              {ticks.lines.map((tick) => (
                <i key={tick.left} className="tick" style={{ left: `${tick.left}%` }} />
              ))}
              {lane.bars.map((bar, i) => (
                <span
                  key={i}
                  className={`lane-bar lane-${lane.kind}`}
                  style={
                    {
                      left: `${bar.left}%`,
                      width: `${bar.width}%`,
                      "--line": bar.line,
                    } as CSSProperties
                  }
                  title={barTitle(bar, zone)}
                />
              ))}
              {lane.bars.length === 0 && <span className="lane-empty">{lane.empty}</span>}
            </div>
          </div>
        ))}
        <div className="lane lane-axis">
          <span className="lane-name">{zone}</span>
          <div className="lane-track">
            {ticks.labels.map((tick) => (
              <span key={tick.left} className="tick-label" style={{ left: `${tick.left}%` }}>
                {dateText(tick.at, zone).replace(/ \d{4}$/, "")}
              </span>
            ))}
          </div>
        </div>
      </div>
    </figure>
  );
}
