import { expect, it } from "vitest";
import { formatBytes } from "../../../../src/ui/format/format-bytes.ts";
import { formatDuration } from "../../../../src/ui/format/format-duration.ts";
import { formatCount, formatSample, formatScore } from "../../../../src/ui/format/format-number.ts";

it.each([
  [0.2, "less than 1 s"],
  [42.4, "42 s"],
  [130, "2 min"],
  [3600, "1 h"],
  [4800, "1 h 20 min"],
  [300_000, "3 days"],
  [Number.NaN, "unknown"],
])("writes %d seconds as %s", (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1500, "1.5 kB"],
  [412_000_000, "412 MB"],
  [999_600_000, "1.0 GB"],
  [40_000_000_000, "40 GB"],
])("writes %d bytes as %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it("writes counts, samples and scores", () => {
  expect(formatCount(1, "tile")).toBe("1 tile");
  expect(formatCount(1234, "cell")).toBe("1,234 cells");
  expect([formatSample(180), formatSample(7200), formatSample(65_535)]).toEqual(["180", "7.2k", "66k"]);
  expect([formatScore(0.12345), formatScore(null), formatScore(Number.NaN)]).toEqual(["0.123", "—", "—"]);
});
