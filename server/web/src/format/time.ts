// Instants for people, always in a named time zone: an evening in London is another day in Tokyo.

import { grouped } from "./grouped";

const HOUR_MS = 3_600_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options });
    formats.set(key, format);
  }
  return format;
}

const DATE: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric" };
const TIME: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** "13 Oct 2026" */
export function dateText(instant: string | Date, zone: string): string {
  return formatOf(zone, DATE).format(new Date(instant));
}

/** "13 Oct 2026, 10:26", with seconds where there are any. */
export function timeText(instant: string | Date, zone: string): string {
  const at = new Date(instant);
  const seconds = at.getTime() % 60_000 === 0 ? {} : { second: "2-digit" as const };
  return formatOf(zone, { ...DATE, ...TIME, ...seconds }).format(at);
}

/** "BST", "GMT+9": how the zone is called at that instant. */
export function zoneText(instant: string | Date, zone: string): string {
  const parts = formatOf(zone, { timeZoneName: "short" }).formatToParts(new Date(instant));
  return parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
}

/** The last day that a half-open range touches: a range that ends at midnight does not touch the day that begins then. */
export function lastDayText(to: string, zone: string): string {
  return dateText(new Date(new Date(to).getTime() - 1), zone);
}

/**
 * "745 h", "37 h 35 min", "35 min", "12 s". Hours are not gathered into days: a day of service time
 * is not 24 hours long.
 */
export function durationText(milliseconds: number): string {
  const sign = milliseconds < 0 ? "−" : "";
  const total = Math.abs(milliseconds);
  if (total < 60_000) return `${sign}${total / 1000} s`;
  const hours = Math.floor(total / HOUR_MS);
  const minutes = Math.floor((total % HOUR_MS) / 60_000);
  const seconds = Math.floor((total % 60_000) / 1000);
  const words: string[] = [];
  if (hours > 0) words.push(`${grouped(hours)} h`);
  if (minutes > 0) words.push(`${minutes} min`);
  if (seconds > 0) words.push(`${seconds} s`);
  return sign + words.join(" ");
}

/** The zone of the person who looks, for instants that belong to no agreement. */
export function readersZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Local midnights inside of a range, for the marks of a time axis. */
export function midnights(from: Date, to: Date, zone: string): Date[] {
  const format = formatOf(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const sinceMidnight = (at: number) => {
    const parts = format.formatToParts(at);
    const pick = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
    return (pick("hour") * 60 + pick("minute")) * 60_000;
  };
  const midnightOf = (at: number) => {
    const first = at - sinceMidnight(at);
    // A clock change between the two leaves it an hour off.
    const off = sinceMidnight(first);
    return off < 12 * HOUR_MS ? first - off : first + 24 * HOUR_MS - off;
  };
  const days: Date[] = [];
  for (
    let at = midnightOf(from.getTime());
    at < to.getTime();
    at = midnightOf(at + 26 * HOUR_MS) // a day has at most 25 hours
  ) {
    if (at >= from.getTime()) days.push(new Date(at));
  }
  return days;
}
