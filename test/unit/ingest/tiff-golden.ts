import golden from "../../golden/ingest-tiff.json" with { type: "json" };

/** One case of test/golden/ingest-tiff.py. */
export interface TiffGolden {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly bitDepth: number;
  readonly width: number;
  readonly height: number;
  readonly planes: readonly (Uint8Array | Uint16Array)[];
}

export type TiffGoldenName = keyof typeof golden;
export const tiffGoldenNames = Object.keys(golden) as TiffGoldenName[];

export function tiffGolden(name: TiffGoldenName): TiffGolden {
  const { file, bitDepth, width, height, planes } = golden[name];
  return {
    bytes: fromBase64(file),
    bitDepth,
    width,
    height,
    planes: planes.map((plane) => {
      const bytes = fromBase64(plane);
      return bitDepth === 8 ? bytes : new Uint16Array(bytes.buffer);
    }),
  };
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
