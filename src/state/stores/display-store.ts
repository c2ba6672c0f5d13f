import { create } from "zustand";
import type { ChannelDisplays } from "../../domain/tile/channel-display.ts";
import type { ChannelName } from "../../domain/tile/tile.ts";

type Colour = readonly [number, number, number];

/** How the page shows one channel. It is the same for every tile. */
export interface ChannelChoice {
  readonly visible: boolean;
  readonly colour: Colour;
  /**
   * The values shown as black and as full colour, as shares of the file's full scale, 0..1. null means that each tile
   * uses its own percentiles.
   */
  readonly contrast: readonly [number, number] | null;
}

export interface DisplayState {
  readonly channels: Readonly<Record<ChannelName, ChannelChoice>>;
  readonly outlines: boolean;
  /** Opacity of the colour inside each cell, 0..1. */
  readonly fill: number;
}

/**
 * The colours of the Human Protein Atlas: microtubules red, protein green, nucleus blue, endoplasmic reticulum yellow.
 */
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

/** The colours that a channel can have, with the names that a screen reader says. */
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
 * Converts the choices to the units of one tile.
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
