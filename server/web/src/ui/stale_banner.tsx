import { RefreshCw } from "lucide-react";

/** Says that newer evidence is being measured; the page asks again by itself. */
export function StaleBanner({ stale, due }: { stale: boolean; due?: number | undefined }) {
  return (
    <div role="status" className="stale-region">
      {stale && (
        <p className="notice notice-info">
          <RefreshCw aria-hidden className="notice-icon spin" />
          <span>
            {due ? `${due} measurements are` : "Some measurements are"} being brought up to date.
            What you see is the last complete state; the page refreshes by itself.
          </span>
        </p>
      )}
    </div>
  );
}
