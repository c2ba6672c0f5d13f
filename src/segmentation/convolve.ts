/** Channels of one size: planes `[height, width]`, row-major, in order. */
export interface Features {
  readonly width: number;
  readonly height: number;
  readonly planes: readonly Float32Array[];
}

/** Weights of a 3 x 3 convolution, batch norm folded in. */
export interface Convolution {
  /** `[outputs, inputs, 3, 3]`, row-major. */
  readonly weights: Float32Array;
  /** `[outputs]`. */
  readonly bias: Float32Array;
}

/**
 * 3 x 3 convolution with zero padding, then ReLU. Two outputs are made at once, so that each sample is read for both.
 *
 * @param input as many planes as the convolution has inputs.
 * @returns as many planes as it has outputs, of the same size.
 */
export function convolve({ width, height, planes }: Features, { weights, bias }: Convolution): Features {
  const size = width * height;
  const made = Array.from(bias, (start) => new Float32Array(size).fill(start));
  const borderedPlanes = planes.map((plane) => bordered(plane, width, height));
  for (let output = 0; output < made.length; output += 2) {
    const one = made[output] as Float32Array;
    // With an odd number of outputs the last has a partner whose sums are thrown away.
    const two = made[output + 1] ?? new Float32Array(size);
    const next = output + 1 < made.length ? planes.length * 9 : 0;
    for (let input = 0; input < planes.length; input++) {
      const first = (output * planes.length + input) * 9;
      const kernels = [weights.subarray(first, first + 9), weights.subarray(first + next, first + next + 9)] as const;
      accumulate(borderedPlanes[input] as Float32Array, width, height, kernels, one, two);
    }
  }
  for (const plane of made) {
    for (let pixel = 0; pixel < size; pixel++) if ((plane[pixel] as number) < 0) plane[pixel] = 0;
  }
  return { width, height, planes: made };
}

/** Adds one input's share to two outputs. `plane` is `[height + 2, width + 2]`. */
function accumulate(
  plane: Float32Array,
  width: number,
  height: number,
  [a, b]: readonly [Float32Array, Float32Array],
  one: Float32Array,
  two: Float32Array,
): void {
  const [a0 = 0, a1 = 0, a2 = 0, a3 = 0, a4 = 0, a5 = 0, a6 = 0, a7 = 0, a8 = 0] = a;
  const [b0 = 0, b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0, b6 = 0, b7 = 0, b8 = 0] = b;
  for (let y = 0; y < height; y++) {
    const above = y * (width + 2);
    const middle = above + width + 2;
    const below = middle + width + 2;
    const out = y * width;
    // The window slides to the right: six of its nine samples are at hand.
    let p0 = plane[above] as number;
    let p1 = plane[above + 1] as number;
    let p3 = plane[middle] as number;
    let p4 = plane[middle + 1] as number;
    let p6 = plane[below] as number;
    let p7 = plane[below + 1] as number;
    for (let x = 0; x < width; x++) {
      const p2 = plane[above + x + 2] as number;
      const p5 = plane[middle + x + 2] as number;
      const p8 = plane[below + x + 2] as number;
      const at = out + x;
      one[at] =
        (one[at] as number) + (a0 * p0 + a1 * p1 + a2 * p2 + a3 * p3 + a4 * p4 + a5 * p5 + a6 * p6 + a7 * p7 + a8 * p8);
      two[at] =
        (two[at] as number) + (b0 * p0 + b1 * p1 + b2 * p2 + b3 * p3 + b4 * p4 + b5 * p5 + b6 * p6 + b7 * p7 + b8 * p8);
      p0 = p1;
      p1 = p2;
      p3 = p4;
      p4 = p5;
      p6 = p7;
      p7 = p8;
    }
  }
}

function bordered(plane: Float32Array, width: number, height: number): Float32Array {
  const out = new Float32Array((width + 2) * (height + 2));
  for (let y = 0; y < height; y++) {
    out.set(plane.subarray(y * width, (y + 1) * width), (y + 1) * (width + 2) + 1);
  }
  return out;
}

/** Greatest of each 2 x 2 block; width and height are even. */
export function halve({ width, height, planes }: Features): Features {
  const half = { width: width / 2, height: height / 2 };
  return {
    ...half,
    planes: planes.map((plane) => {
      const out = new Float32Array(half.width * half.height);
      for (let y = 0; y < half.height; y++) {
        for (let x = 0; x < half.width; x++) {
          const at = 2 * y * width + 2 * x;
          const upper = Math.max(plane[at] as number, plane[at + 1] as number);
          const lower = Math.max(plane[at + width] as number, plane[at + width + 1] as number);
          out[y * half.width + x] = Math.max(upper, lower);
        }
      }
      return out;
    }),
  };
}

/** The features at twice their size, each sample four times, with the planes of `beside` (of that size) after them. */
export function doubleBeside({ width, height, planes }: Features, beside: Features): Features {
  const doubled = planes.map((plane) => {
    const out = new Float32Array(4 * width * height);
    for (let y = 0; y < 2 * height; y++) {
      for (let x = 0; x < 2 * width; x++) out[y * 2 * width + x] = plane[(y >> 1) * width + (x >> 1)] as number;
    }
    return out;
  });
  return { width: 2 * width, height: 2 * height, planes: [...doubled, ...beside.planes] };
}
