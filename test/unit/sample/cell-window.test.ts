import { describe, expect, it } from "vitest";
import type { LabelMap } from "../../../src/domain/tile/label-map.ts";
import { openCellWindow } from "../../../src/sample/cell-window.ts";
import { seededRandom } from "../../../src/sample/seeded-random.ts";

const side = 60;

/** A disc of label 1 with a nucleus at its centre, and a half-plane of label 2 on the right. */
function discTile(centreX: number): { cells: LabelMap; nuclei: LabelMap } {
  const cells = new Uint16Array(side * side);
  const nuclei = new Uint16Array(side * side);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const distance = Math.hypot(x - centreX, y - 30);
      if (distance < 20) cells[y * side + x] = 1;
      else if (x > centreX + 15) cells[y * side + x] = 2;
      if (distance < 9) nuclei[y * side + x] = 1;
    }
  }
  return {
    cells: { width: side, height: side, labels: cells, count: 2 },
    nuclei: { width: side, height: side, labels: nuclei, count: 2 },
  };
}

function open(centreX: number, left: number, right: number) {
  const { cells, nuclei } = discTile(centreX);
  const box = { left, right, top: 11, bottom: 50 };
  return openCellWindow(cells, nuclei, 1, box, { x: centreX, y: 30, radius: 9, axis: 0 }, seededRandom(1));
}

describe("openCellWindow", () => {
  it("measures distances to the border and to the nuclear envelope within the error of the chamfer mask", () => {
    const cell = open(30, 11, 50);
    for (let y = 0; y < cell.height; y += 1) {
      for (let x = 0; x < cell.width; x += 1) {
        const i = y * cell.width + x;
        const fromCentre = Math.hypot(x + 11 - 30, y + 11 - 30);
        if (cell.inside[i] === 0) expect(cell.edge[i]).toBe(0);
        else expect(Math.abs((cell.edge[i] ?? 0) - (20 - fromCentre))).toBeLessThan(1.6);
        expect(Math.abs((cell.rim[i] ?? 0) - (fromCentre - 9))).toBeLessThan(1.6);
      }
    }
  });

  it("does not take the tile's edge for a border of the cell", () => {
    const cell = open(5, 0, 25);
    expect(cell.edge[19 * cell.width]).toBeGreaterThan(15);
  });

  it("tells nucleus, cytoplasm and neighbours apart", () => {
    const cell = open(30, 11, 50);
    const { cells, nuclei } = discTile(30);
    const count = (labels: Uint16Array, number: number) => labels.filter((label) => label === number).length;
    expect(cell.nucleusPixels.length).toBe(count(nuclei.labels, 1));
    expect(cell.nucleusPixels.length + cell.cytoplasmPixels.length).toBe(count(cells.labels, 1));
    cell.neighbours.forEach((value, i) => {
      const [x, y] = [(i % cell.width) + 11, Math.floor(i / cell.width) + 11];
      expect(value).toBe(cells.labels[y * side + x] === 2 ? 1 : 0);
    });
  });

  it("puts the centrosome into the cytoplasm beside the nucleus and nucleoli into the nucleus", () => {
    const cell = open(30, 11, 50);
    const fromNucleus = Math.hypot(cell.centrosome.x - cell.nucleus.x, cell.centrosome.y - cell.nucleus.y);
    expect(fromNucleus).toBeGreaterThan(8.5);
    expect(fromNucleus).toBeLessThan(14);
    for (const nucleolus of cell.nucleoli) {
      const distance = Math.hypot(nucleolus.x - cell.nucleus.x, nucleolus.y - cell.nucleus.y);
      expect(distance + nucleolus.radius).toBeLessThan(9.5);
    }
  });
});
