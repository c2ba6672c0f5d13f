/** Where weights come from, and what was done to them to take crops. */
export interface WeightsSource {
  /** The file's name. */
  readonly name: string;
  /** The address it was fetched from; null for a file of the user's. */
  readonly address: string | null;
  /** Of the file as it came, hexadecimal. */
  readonly sha256: string;
  readonly format: "safetensors" | "keras";
  /** Three colours were widened to the four channels of a crop; "same" has four already. */
  readonly stem: "same" | "widened";
}

/** What a run made of the weights it started from; part of its model's manifest. */
export interface UsedWeights extends WeightsSource {
  /** The head was drawn anew, as the file's had other outputs or none. */
  readonly headReplaced: boolean;
}
