import { create } from "zustand";
import type { ChannelDisplays } from "../../domain/tile/channel-display.ts";
import type { ChannelName } from "../../domain/tile/tile.ts";

type Colour = readonly [number, number, number];

/** How one channel is shown, whatever tile is in view. */
export interface ChannelChoice {
  readonly visible: boolean;
  readonly colour: Colour;
  /** Black and full colour as shares of the file's full scale, 0..1; null follows each tile's own percentiles. */
  readonly contrast: readonly [number, number] | null;
}

export interface DisplayState {
  readonly channels: Readonly<Record<ChannelName, ChannelChoice>>;
  readonly outlines: boolean;
  /** Opacity of the colour inside each cell, 0..1. */
  readonly fill: number;
}

/** Microtubules red, protein green, nucleus blue, endoplasmic reticulum yellow: the Human Protein Atlas' own colours. */
export const defaultDisplay: DisplayState = {
  channels: {
    red: { visible: true, colour: [255, 60, 60], contrast: null },
    green: { visible: true, colour: [60, 255, 90], contrast: null },
    blue: { visible: true, colour: [80, 110, 255], contrast: null },
    yellow: { visible: false, colour: [255, 220, 60], contrast: null },
  },
  outlines: true,
  fill: 0,
};

/** Colours a channel can be shown in, with the names a screen reader says. */
export const channelColours: readonly { readonly name: string; readonly colour: Colour }[] = [
  { name: "red", colour: [255, 60, 60] },
  { name: "green", colour: [60, 255, 90] },
  { name: "blue", colour: [80, 110, 255] },
  { name: "yellow", colour: [255, 220, 60] },
  { name: "cyan", colour: [60, 230, 255] },
  { name: "magenta", colour: [255, 80, 240] },
  { name: "orange", colour: [255, 150, 50] },
  { name: "white", colour: [255, 255, 255] },
];

export const useDisplay = create<DisplayState>()(() => defaultDisplay);

export function changeChannel(name: ChannelName, change: Partial<ChannelChoice>): void {
  useDisplay.setState(({ channels }) => ({ channels: { ...channels, [name]: { ...channels[name], ...change } } }));
}

export function toggleChannel(name: ChannelName): void {
  changeChannel(name, { visible: !useDisplay.getState().channels[name].visible });
}

/**
 * The choices in the units of one tile.
 * @param automatic The tile's own first contrast, in the file's units.
 * @param fullScale 255 or 65535.
 */
export function displaysFor(
  channels: DisplayState["channels"],
  automatic: Readonly<Record<ChannelName, readonly [number, number]>>,
  fullScale: number,
): ChannelDisplays {
  const display = (name: ChannelName) => {
    const { visible, colour, contrast } = channels[name];
    return {
      visible,
      colour,
      contrast: contrast === null ? automatic[name] : ([contrast[0] * fullScale, contrast[1] * fullScale] as const),
    };
  };
  return { red: display("red"), green: display("green"), blue: display("blue"), yellow: display("yellow") };
}
