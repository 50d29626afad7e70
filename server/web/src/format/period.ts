// Labels of periods: 2024-03, 2024-Q1, 2024 and 2024-W09, as the server writes them.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A label for people: "Mar 2024", "Q1 2024", "2024", "Week 9, 2024". */
export function periodName(label: string): string {
  const month = /^(\d{4})-(\d{2})$/.exec(label);
  if (month) return `${MONTHS[Number(month[2]) - 1] ?? month[2]} ${month[1]}`;
  const quarter = /^(\d{4})-(Q[1-4])$/.exec(label);
  if (quarter) return `${quarter[2]} ${quarter[1]}`;
  const week = /^(\d{4})-W(\d{2})$/.exec(label);
  if (week) return `Week ${Number(week[2])}, ${week[1]}`;
  return label;
}

/** The month without its year, for the head of a column. */
export function monthName(label: string): string {
  return MONTHS[Number(label.slice(5, 7)) - 1] ?? label;
}

/** The month so many months away. */
export function addMonths(label: string, months: number): string {
  const total = Number(label.slice(0, 4)) * 12 + Number(label.slice(5, 7)) - 1 + months;
  const year = Math.floor(total / 12);
  return `${String(year).padStart(4, "0")}-${String((total % 12) + 1).padStart(2, "0")}`;
}

export function isMonth(label: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(label);
}

/** The calendar month that an instant lies in, in UTC: only to choose what is shown first. */
export function monthOf(instant: Date): string {
  return instant.toISOString().slice(0, 7);
}

/**
 * The label so many periods of the same length away, or null for weeks: how many a year has
 * depends on the year, so those are stepped by the list that the server gives.
 */
export function shiftPeriod(label: string, by: number): string | null {
  if (isMonth(label)) return addMonths(label, by);
  if (/^\d{4}$/.test(label)) return String(Number(label) + by);
  const quarter = /^(\d{4})-Q([1-4])$/.exec(label);
  if (!quarter) return null;
  const total = Number(quarter[1]) * 4 + Number(quarter[2]) - 1 + by;
  return `${Math.floor(total / 4)}-Q${(total % 4) + 1}`;
}
