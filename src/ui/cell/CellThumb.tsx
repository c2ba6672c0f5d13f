import { useEffect, useMemo, useState } from "react";
import type { CellReference } from "../../domain/cell/cell.ts";
import type { Picture } from "../../domain/tile/picture.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { displaysFor, useDisplay } from "../../state/stores/display-store.ts";
import { recordUnexpected } from "../../state/stores/page-failures.ts";
import { createPictureCache } from "../../state/stores/picture-cache.ts";
import { services } from "../../state/stores/services.ts";
import { PictureCanvas } from "../controls/PictureCanvas.tsx";
import classes from "./CellThumb.module.css";

/** The last 60 crops that lists have shown, 200 kB each. */
const crops = createPictureCache(60);

/**
 * Share of the full scale that gets the full colour, since the tile's own contrast is not known here. Fluorescence is
 * mostly in the dark part of the scale.
 */
const bright = 0.35;

/** A small crop of any cell of the data set. All have the same contrast, so that they can be compared. */
export function CellThumb({ tileId, number }: CellReference) {
  const channels = useDisplay((state) => state.channels);
  const bitDepth = useDataset((state) => state.tiles[tileId]?.bitDepth ?? 8);
  const [picture, setPicture] = useState<Picture | null>(null);
  const displays = useMemo(() => {
    const fullScale = bitDepth === 16 ? 65_535 : 255;
    const plain = [0, bright * fullScale] as const;
    return displaysFor(channels, { red: plain, green: plain, blue: plain, yellow: plain }, fullScale);
  }, [channels, bitDepth]);
  useEffect(() => {
    let wanted = true;
    setPicture(null);
    crops
      .get(`${number} ${JSON.stringify(displays)} ${tileId}`, () =>
        services().dataset.drawCrop(tileId, number, displays),
      )
      .then((drawn) => wanted && setPicture(drawn))
      // A cell that was removed has no picture, and its place stays dark.
      .catch((error: unknown) => recordUnexpected(error, ["StorageBroken", "Cancelled"], tileId));
    return () => {
      wanted = false;
    };
  }, [tileId, number, displays]);
  return (
    <span className={classes["thumb"]}>
      {picture !== null && <PictureCanvas picture={picture} label="" className={classes["picture"]} />}
    </span>
  );
}
