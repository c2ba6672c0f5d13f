/** Instances (nuclei or cells) at the working scale, before they become a tile's label map. */
export interface Regions {
  readonly width: number;
  readonly height: number;
  /** `[height, width]`, row-major, 0 outside, 1..count. */
  readonly labels: Int32Array;
  readonly count: number;
}

/** @returns `[count + 1]`: px of each region; index 0 is the background. */
export function areasOf({ labels, count }: Regions): Int32Array {
  const areas = new Int32Array(count + 1);
  for (let pixel = 0; pixel < labels.length; pixel++) {
    const label = labels[pixel]!;
    areas[label]! += 1;
  }
  return areas;
}

/** @returns `[count + 1]`: 1 for regions that touch the image's border, else 0. */
export function touchingBorder({ width, height, labels, count }: Regions): Uint8Array {
  const touching = new Uint8Array(count + 1);
  for (let x = 0; x < width; x++) {
    touching[labels[x]!] = 1;
    touching[labels[labels.length - width + x]!] = 1;
  }
  for (let y = 0; y < height; y++) {
    touching[labels[y * width]!] = 1;
    touching[labels[y * width + width - 1]!] = 1;
  }
  touching[0] = 0;
  return touching;
}

/**
 * Gives regions new numbers, in place, and closes the gaps. Regions with the same new number become one region.
 *
 * @param target `[count + 1]`: any number > 0 for each region; 0 drops the region.
 */
export function renumber(regions: Regions, target: Int32Array): Regions {
  const { labels } = regions;
  const compact = new Map<number, number>([[0, 0]]);
  const final = Int32Array.from(target, (wanted, label) => {
    if (label === 0 || wanted === 0) return 0;
    const known = compact.get(wanted);
    if (known !== undefined) return known;
    compact.set(wanted, compact.size);
    return compact.size - 1;
  });
  for (let pixel = 0; pixel < labels.length; pixel++) labels[pixel] = final[labels[pixel]!]!;
  return { ...regions, count: compact.size - 1 };
}
