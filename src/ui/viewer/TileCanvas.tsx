import { OrthographicView, type OrthographicViewState, type PickingInfo } from "@deck.gl/core";
import { DeckGL } from "@deck.gl/react";
import type { Device } from "@luma.gl/core";
import { ColorPaletteExtension } from "@vivjs/extensions";
import { memo, useCallback, useEffect, useMemo, useRef } from "react";
import type { TileView } from "../../domain/cell/tile-view.ts";
import type { ChannelDisplays } from "../../domain/tile/channel-display.ts";
import { channelNames } from "../../domain/tile/tile.ts";
import type { TilePreview } from "../../domain/tile/tile-preview.ts";
import { cellColourTable, plainColourTable } from "../../state/derive/cell-colours.ts";
import { useDisplay } from "../../state/stores/display-store.ts";
import { usePointer } from "../../state/stores/pointer-store.ts";
import { hoverCell, selectedCells, useSelection } from "../../state/stores/selection-store.ts";
import { cellAt } from "./layers/cell-at.ts";
import { ChannelLayer } from "./layers/channel-layer.ts";
import type { CameraState } from "./layers/fit-view.ts";
import { LabelLayer } from "./layers/label-layer.ts";

interface TileCanvasProps {
  readonly view: TileView;
  /** The preview to draw instead of the stored outlines. Its cells cannot be selected. */
  readonly preview: TilePreview | null;
  readonly displays: ChannelDisplays;
  readonly camera: CameraState;
  /** True when a drag moves the picture; false when the drag belongs to a tool. */
  readonly dragPans: boolean;
  readonly onCamera: (camera: CameraState) => void;
  readonly onFailure: (error: Error) => void;
}

const orthographic = new OrthographicView({ id: "tile", flipY: true });
const palette = [new ColorPaletteExtension()];
const controller = { keyboard: false, doubleClickZoom: false, inertia: 150 } as const;
const toolController = { ...controller, dragPan: false } as const;
/** Width of the outlines in CSS px. */
const lineWidth = 1.75;

/** Colours of a preview's cells and nuclei. They have no hue, because they have no class. */
const previewColours = { cells: [255, 255, 255], nuclei: [160, 170, 180] } as const;

/** Makes deck.gl's wrapper no tab stop. It has no name, and the viewer around it is a tab stop that has the keys. */
function leaveTabOrder(): void {
  document.getElementById("deckgl-wrapper")?.setAttribute("tabindex", "-1");
}

/**
 * Gives the GPU's context back when the picture is removed. If that were left to the garbage collector, each tile that
 * is looked at would add a context, until the browser takes away the oldest one. That one may belong to a training
 * that runs on WebGL.
 */
function useContextRelease(): (device: Device) => void {
  const made = useRef<Device | null>(null);
  useEffect(
    () => () => {
      const device = made.current;
      // This waits for deck.gl's own clean-up, which still needs the context.
      setTimeout(() => device?.loseDevice());
    },
    [],
  );
  return useCallback((device) => {
    made.current = device;
  }, []);
}

/**
 * The picture itself. The GPU mixes the channels directly from the tile's samples and draws the outlines over them. It
 * is drawn again only when its content changes and not with every move of the pointer, because the GPU may be training.
 */
export const TileCanvas = memo(function TileCanvas(props: TileCanvasProps) {
  const { view, preview, displays, camera, dragPans, onCamera, onFailure } = props;
  const outlines = useDisplay((state) => state.outlines);
  const fill = useDisplay((state) => state.fill);
  const hovered = useSelection((state) => state.hovered);
  const cell = useSelection((state) => state.cell);
  const others = useSelection((state) => state.others);
  const { pixels, cellMap, cells, predictions } = view;
  const keepDevice = useContextRelease();

  const present = useMemo(() => channelNames.filter((name) => pixels.channels[name] !== null), [pixels]);
  const channelData = useMemo(
    () => ({
      data: present.map((name) => pixels.channels[name]),
      width: pixels.width,
      height: pixels.height,
    }),
    [pixels, present],
  );
  const selections = useMemo(() => present.map((name) => ({ channel: name })), [present]);
  const bounds = useMemo(() => [0, pixels.height, pixels.width, 0], [pixels]);
  const colours = useMemo(
    () => cellColourTable(cellMap.count, cells, predictions, selectedCells({ cell, others })),
    [cellMap, cells, predictions, cell, others],
  );

  const count = preview?.cellMap.count ?? 0;
  const plain = useMemo(
    () => ({
      cells: plainColourTable(count, previewColours.cells),
      nuclei: plainColourTable(count, previewColours.nuclei),
    }),
    [count],
  );

  const layers = [
    new ChannelLayer({
      // Each tile has its own layer, because depth and number of channels are compiled into the shader.
      id: `channels-${view.record.id}-${pixels.bitDepth}-${present.join("-")}`,
      channelData,
      selections,
      bounds,
      dtype: pixels.bitDepth === 16 ? "Uint16" : "Uint8",
      contrastLimits: present.map((name) => displays[name].contrast),
      channelsVisible: present.map((name) => displays[name].visible),
      colors: present.map((name) => displays[name].colour),
      extensions: palette,
      interpolation: "nearest",
      pickable: false,
    }),
    ...(preview === null
      ? [
          new LabelLayer({
            id: `labels-${view.record.id}`,
            map: cellMap,
            colours,
            lineWidth: outlines ? lineWidth : 0,
            fill: outlines ? fill : 0,
            hovered: hovered ?? 0,
            pickable: false,
          }),
        ]
      : [preview.nucleusMap, preview.cellMap].map(
          (map, index) =>
            new LabelLayer({
              id: `preview-${index}-${view.record.id}`,
              map,
              colours: index === 0 ? plain.nuclei : plain.cells,
              lineWidth: outlines ? (index === 0 ? lineWidth / 2 : lineWidth) : 0,
              fill: 0,
              hovered: 0,
              pickable: false,
            }),
        )),
  ];

  const under = ({ coordinate }: PickingInfo) =>
    coordinate === undefined || preview !== null ? 0 : cellAt(cellMap, coordinate[0] ?? -1, coordinate[1] ?? -1);

  return (
    <DeckGL
      views={orthographic}
      viewState={{ target: [...camera.target], zoom: camera.zoom }}
      controller={dragPans ? controller : toolController}
      layers={layers}
      onLoad={leaveTabOrder}
      onDeviceInitialized={keepDevice}
      onViewStateChange={({ viewState }) => {
        const { target, zoom } = viewState as OrthographicViewState;
        const [x = 0, y = 0] = target as readonly number[];
        onCamera({ target: [x, y, 0], zoom: typeof zoom === "number" ? zoom : (zoom?.[0] ?? 0) });
      }}
      onHover={(info) => {
        usePointer.setState({ x: info.x, y: info.y });
        hoverCell(under(info) || null);
      }}
      getCursor={({ isDragging, isHovering }) =>
        !dragPans ? "crosshair" : isDragging ? "grabbing" : isHovering || hovered ? "pointer" : "grab"
      }
      onError={onFailure}
    />
  );
});
