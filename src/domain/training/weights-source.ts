/** Where weights come from, and how their first layer was adapted to crops. */
export interface WeightsSource {
  /** The file's name. */
  readonly name: string;
  /** The address that the file was fetched from; null for the user's own file. */
  readonly address: string | null;
  /** SHA-256 digest of the file as it came, hexadecimal. */
  readonly sha256: string;
  readonly format: "safetensors" | "keras";
  /**
   * `widened`: the first convolution took three colours and was widened to the four channels of a crop. `same`: it
   * took four channels already.
   */
  readonly stem: "same" | "widened";
}

/** The weights that a run started from, and how it used them. Part of the model's manifest. */
export interface UsedWeights extends WeightsSource {
  /** True when the run drew a new head by its seed, because the file has no head or one for other classes. */
  readonly headReplaced: boolean;
}
