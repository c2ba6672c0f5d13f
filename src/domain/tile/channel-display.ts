import type { ChannelName } from "./tile.ts";

/** How one channel is shown: its colour and the samples that become black and full colour. */
export interface ChannelDisplay {
  readonly visible: boolean;
  /** 0..255 each. */
  readonly colour: readonly [number, number, number];
  /** In the file's own units. */
  readonly contrast: readonly [number, number];
}
export type ChannelDisplays = Readonly<Record<ChannelName, ChannelDisplay>>;
