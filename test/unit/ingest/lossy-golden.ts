import golden from "../../golden/ingest-lossy.json" with { type: "json" };

export type LossyGoldenName = keyof typeof golden.cases;
export const lossyGoldenNames = Object.keys(golden.cases) as LossyGoldenName[];

/** One case of test/golden/ingest-lossy.py. Its `samples` are the gray values before compression. */
export function lossyGolden(name: LossyGoldenName) {
  const { file, format, width, height } = golden.cases[name];
  return { bytes: fromBase64(file), format, width, height, samples: fromBase64(golden.samples) };
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
