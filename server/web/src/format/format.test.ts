import { describe, expect, test } from "vitest";
import { addMonths, periodName, shiftPeriod } from "./period";
import {
  boundNumber,
  bytesText,
  compareDecimal,
  differenceText,
  moneyText,
  roundDecimal,
  shareText,
  targetText,
  valueText,
} from "./quantity";
import { durationText, lastDayText, midnights, timeText, zoneText } from "./time";

describe("periods", () => {
  test("have names for people", () => {
    expect(["2024-03", "2024-Q1", "2024-W09", "2024"].map(periodName)).toEqual([
      "Mar 2024",
      "Q1 2024",
      "Week 9, 2024",
      "2024",
    ]);
  });
  test("step over the turn of the year", () => {
    expect(addMonths("2024-01", -1)).toBe("2023-12");
    expect(addMonths("2024-12", 13)).toBe("2026-01");
    expect(shiftPeriod("2024-Q1", -1)).toBe("2023-Q4");
    expect(shiftPeriod("2024", 1)).toBe("2025");
    expect(shiftPeriod("2024-W01", -1)).toBeNull();
  });
});

describe("values", () => {
  test("never look as if they met what they miss", () => {
    expect(valueText("99.949900", "percent", { at_least: "99.95" })).toBe("99.9499 %");
    expect(valueText("99.999600", "percent", { at_least: "100" })).toBe("99.9996 %");
    expect(valueText("99.921700", "percent", { at_least: "99.95" })).toBe("99.92 %");
    expect(valueText("4.001000", "number", { at_most: "4" })).toBe("4.001");
  });
  test("are durations where they are seconds", () => {
    expect(valueText("5430.000000", "seconds", { at_most: "4h" })).toBe("1 h 30 min 30 s");
    expect(targetText({ at_most: "4h" }, "seconds")).toBe("≤ 4 h");
    expect(targetText({ at_most: "14400" }, "seconds")).toBe("≤ 4 h");
    expect(boundNumber({ at_least: "1h30m" })).toBe(5400);
    expect(boundNumber({ at_least: "soon" })).toBeNull();
  });
  test("are absent without a value", () => {
    expect(valueText(null, "percent", { at_least: "99" })).toBe("–");
  });
  test("are rounded and compared as text", () => {
    expect(roundDecimal("0.005", 2)).toBe("0.01");
    expect(roundDecimal("99.995", 2)).toBe("100.00");
    expect(roundDecimal("-0.001", 2)).toBe("0.00");
    expect(roundDecimal("12345678901234567890.129", 2)).toBe("12345678901234567890.13");
    expect(compareDecimal("99.90", "99.9")).toBe(0);
    expect(compareDecimal("9.99", "10")).toBe(-1);
  });
  test("shares below one are never 100 %", () => {
    expect(shareText("1.000000")).toBe("100 %");
    expect(shareText("0.999999")).toBe("99.9 %");
    expect(shareText("0.500000")).toBe("50 %");
    expect(shareText("0.012000")).toBe("1.2 %");
    expect(shareText(null)).toBe("–");
  });
  test("money has its currency, differences their sign", () => {
    expect(moneyText("1234567.00", "JPY")).toBe("1\u202f234\u202f567.00\u00a0JPY");
    expect(differenceText("98.51", "100.00")).toBe("−1.49");
    expect(differenceText("98.51", null)).toBeNull();
  });
});

describe("times", () => {
  test("are shown in the zone that they belong to", () => {
    expect(timeText("2026-10-13T10:26:00Z", "Europe/London")).toBe("13 Oct 2026, 11:26");
    expect(timeText("2026-10-13T16:00:01Z", "Asia/Tokyo")).toBe("14 Oct 2026, 01:00:01");
    expect(zoneText("2026-10-13T10:26:00Z", "Europe/London")).toBe("BST");
  });
  test("a range that ends at midnight ends on the day before", () => {
    expect(lastDayText("2026-11-01T00:00:00Z", "Europe/London")).toBe("31 Oct 2026");
  });
  test("durations name the units that matter", () => {
    expect(durationText(0)).toBe("0 s");
    expect(durationText(1_740_000)).toBe("29 min");
    expect(durationText(90_061_000)).toBe("25 h 1 min 1 s");
    expect(durationText(-3_600_000)).toBe("−1 h");
    expect(durationText(1_500)).toBe("1.5 s");
  });
  test("midnights stay midnights over a clock change", () => {
    const days = midnights(
      new Date("2026-10-23T23:00:00Z"),
      new Date("2026-10-27T00:00:00Z"),
      "Europe/London",
    );
    expect(days.map((day) => day.toISOString())).toEqual([
      "2026-10-23T23:00:00.000Z",
      "2026-10-24T23:00:00.000Z",
      "2026-10-26T00:00:00.000Z",
    ]);
  });
});

test("files are as long as people say", () => {
  expect([0, 999, 1000, 46_321_000, 999_949_999_999].map(bytesText)).toEqual([
    "0 bytes",
    "999 bytes",
    "1.0 kB",
    "46.3 MB",
    "999.9 GB",
  ]);
});
