import type { ChannelName } from "./tile.ts";

/** How one channel is shown in the viewer. */
export interface ChannelDisplay {
  readonly visible: boolean;
  /** The channel's colour: red, green and blue, 0..255 each. */
  readonly colour: readonly [number, number, number];
  /** The samples that become black and full colour, in the file's own units (0..255 or 0..65535). */
  readonly contrast: readonly [number, number];
}

/** How each channel is shown. */
export type ChannelDisplays = Readonly<Record<ChannelName, ChannelDisplay>>;
