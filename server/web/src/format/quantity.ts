// Values and targets for people. They come as decimal text and are shown as such: never through a
// floating-point number, which could make a missed target look like a met one.

import type { Target } from "../api/types";
import { grouped } from "./grouped";
import { durationText } from "./time";

/** Decimal text without needless zeros, with at least `places`, rounded half up in the text itself. */
export function trimDecimal(text: string, places = 0): string {
  const [whole = "0", fraction = ""] = text.split(".");
  const kept = fraction.replace(/0+$/, "").padEnd(places, "0");
  return kept ? `${whole}.${kept}` : whole;
}

/** Cuts decimal text to some places, half away from zero, digit by digit. */
export function roundDecimal(text: string, places: number): string {
  const negative = text.startsWith("-");
  const [whole = "0", fraction = ""] = text.replace("-", "").split(".");
  const digits = BigInt(whole + fraction.padEnd(places + 1, "0").slice(0, places + 1));
  const rounded = ((digits + 5n) / 10n).toString().padStart(places + 1, "0");
  const cut = rounded.length - places;
  const shown = places > 0 ? `${rounded.slice(0, cut)}.${rounded.slice(cut)}` : rounded;
  return (negative && /[1-9]/.test(shown) ? "-" : "") + shown;
}

/** -1, 0 or 1: how two decimal texts compare, exactly. */
export function compareDecimal(a: string, b: string): number {
  const places = Math.max(a.split(".")[1]?.length ?? 0, b.split(".")[1]?.length ?? 0);
  const scaled = (text: string) => {
    const [whole = "0", fraction = ""] = text.split(".");
    return BigInt(whole + fraction.padEnd(places, "0"));
  };
  const [x, y] = [scaled(a), scaled(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

export function targetBound(target: Target): { sign: "≥" | "≤"; bound: string } {
  return target.at_least !== undefined
    ? { sign: "≥", bound: target.at_least }
    : { sign: "≤", bound: target.at_most ?? "" };
}

const UNIT_SECONDS: Record<string, number> = { d: 86_400, h: 3_600, m: 60, s: 1 };

/**
 * A bound as a plain number, to draw it: "99.9" as it is, "1h30m" in seconds; null for anything
 * else.
 */
export function boundNumber(target: Target): number | null {
  const { bound } = targetBound(target);
  if (/^-?\d+(\.\d+)?$/.test(bound)) return Number(bound);
  if (!/^(\d+[dhms])+$/.test(bound)) return null;
  return [...bound.matchAll(/(\d+)([dhms])/g)].reduce(
    (seconds, [, n, unit]) => seconds + Number(n) * (UNIT_SECONDS[unit ?? ""] ?? 0),
    0,
  );
}

/** Whether a shown value looks as if it met the bound. */
function looksMet(shown: string, target: Target): boolean {
  const { sign, bound } = targetBound(target);
  if (!/^-?\d+(\.\d+)?$/.test(bound)) return false;
  const order = compareDecimal(shown, bound);
  return sign === "≥" ? order >= 0 : order <= 0;
}

function withUnit(number: string, unit: string): string {
  return unit === "percent" ? `${number} %` : grouped(number);
}

/**
 * The value of an objective. Two places, and more as long as a value that misses its target would
 * look as if it met it (99.9996 against 100).
 */
export function valueText(value: string | null, unit: string, target: Target): string {
  if (value === null) return "–";
  if (unit === "seconds") return durationText(Math.round(Number(value) * 1000));
  const missed = !looksMet(value, target);
  let places = 2;
  let shown = roundDecimal(value, places);
  while (missed && places < 6 && looksMet(shown, target)) shown = roundDecimal(value, ++places);
  return withUnit(unit === "percent" ? shown : trimDecimal(shown), unit);
}

/** "≥ 99.9 %", "≤ 4 h" */
export function targetText(target: Target, unit: string): string {
  const { sign, bound } = targetBound(target);
  const seconds = unit === "seconds" ? boundNumber(target) : null;
  return `${sign} ${seconds === null ? withUnit(bound, unit) : durationText(seconds * 1000)}`;
}

/** "97.4 %" of a share between 0 and 1; never "100 %" for less than all. */
export function shareText(share: string | null): string {
  if (share === null) return "–";
  const [whole = "0", fraction = ""] = share.split(".");
  const scaled = (whole + fraction.padEnd(6, "0")).replace(/^0+(?=\d)/, "").padStart(5, "0");
  const percent = `${scaled.slice(0, -4)}.${scaled.slice(-4)}`;
  if (compareDecimal(percent, "100") === 0) return "100 %";
  const shown = roundDecimal(percent, 1);
  return `${compareDecimal(shown, "100") >= 0 ? "99.9" : trimDecimal(shown)} %`;
}

/** "2 575.00 GBP": the amount as the server wrote it, always with its currency. */
export function moneyText(amount: string, currency: string): string {
  return `${grouped(amount)}\u00a0${currency}`;
}

/** The difference of two decimal texts with a sign, or null without both: "+1.20", "−3.00", "0.00". */
export function differenceText(
  now: string | null,
  before: string | null,
  places = 2,
): string | null {
  if (now === null || before === null) return null;
  const scale = 10 ** places;
  const difference = Math.round(Number(now) * scale) - Math.round(Number(before) * scale);
  const shown = (Math.abs(difference) / scale).toFixed(places);
  return difference === 0 ? shown : `${difference > 0 ? "+" : "−"}${shown}`;
}

/** "812 bytes", "46.3 MB": of a file. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ["kB", "MB", "GB", "TB"];
  let size = bytes / 1000;
  let unit = 0;
  while (size >= 999.95 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size.toFixed(1)} ${units[unit]}`;
}
