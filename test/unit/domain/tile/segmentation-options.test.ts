import { describe, expect, it } from "vitest";
import {
  defaultSegmentationOptions as defaults,
  inPixels,
  sameSegmentation,
} from "../../../../src/domain/tile/segmentation-options.ts";

describe("inPixels", () => {
  it("converts a diameter in µm by the tile's pixel size, within the range that segmentation accepts", () => {
    const options = { ...defaults, nucleusMicrometres: 16, nucleusDiameter: 99 };
    expect(inPixels(options, 0.08).nucleusDiameter).toBeCloseTo(200, 9);
    expect(inPixels(options, 0.65).nucleusDiameter).toBeCloseTo(24.6, 1);
    expect(inPixels(options, 0.001).nucleusDiameter).toBe(1024);
    expect(inPixels(options, 40).nucleusDiameter).toBe(4);
  });

  it("leaves a diameter in px as it is, and uses it when the pixel size is not known", () => {
    expect(inPixels({ ...defaults, nucleusDiameter: 99 }, 0.08).nucleusDiameter).toBe(99);
    expect(inPixels({ ...defaults, nucleusMicrometres: 16, nucleusDiameter: 99 }, null).nucleusDiameter).toBe(99);
    expect(inPixels(defaults, 0.08).nucleusDiameter).toBeNull();
  });
});

describe("sameSegmentation", () => {
  it("compares every option", () => {
    expect(sameSegmentation(defaults, { ...defaults })).toBe(true);
    expect(sameSegmentation(defaults, { ...defaults, borderCells: "drop" })).toBe(false);
    expect(sameSegmentation(defaults, { ...defaults, nucleusMicrometres: 3 })).toBe(false);
  });
});
