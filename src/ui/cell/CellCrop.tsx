import { Loader } from "@mantine/core";
import { useEffect, useState } from "react";
import type { CellReference } from "../../domain/cell/cell.ts";
import type { ChannelDisplays } from "../../domain/tile/channel-display.ts";
import type { Picture } from "../../domain/tile/picture.ts";
import { recordUnexpected } from "../../state/stores/page-failures.ts";
import { services } from "../../state/stores/services.ts";
import { PictureCanvas } from "../controls/PictureCanvas.tsx";
import classes from "./CellCrop.module.css";

/** Waiting time in ms before a crop is drawn again, because contrast sliders send many changes. */
const restTime = 60;

interface CellCropProps extends CellReference {
  readonly displays: ChannelDisplays;
  /** Changes with every correction of the cell, because its picture changes too. */
  readonly version: string;
  /** The heat map to draw over the crop; null draws none. */
  readonly heat: Picture | null;
  /** Opacity of the heat map, 0..1. */
  readonly opacity: number;
}

/** The cell's crop, which is what the network sees of it, in the viewer's colours. */
export function CellCrop({ tileId, number, displays, version, heat, opacity }: CellCropProps) {
  const [drawn, setDrawn] = useState<{ readonly name: string; readonly picture: Picture } | null>(null);
  const [failed, setFailed] = useState(false);
  const name = `${tileId} ${number}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version has a new picture under the same number
  useEffect(() => {
    let wanted = true;
    setFailed(false);
    const timer = setTimeout(() => {
      services()
        .dataset.drawCrop(tileId, number, displays)
        .then((picture) => wanted && setDrawn({ name: `${tileId} ${number}`, picture }))
        .catch((error: unknown) => {
          if (wanted) setFailed(true);
          recordUnexpected(error, ["StorageBroken", "Cancelled"], tileId);
        });
    }, restTime);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [tileId, number, displays, version]);
  return (
    <div className={classes["crop"]}>
      {failed ? (
        <span>No picture of this cell is stored.</span>
      ) : drawn === null || drawn.name !== name ? (
        <Loader size={20} color="gray" aria-hidden />
      ) : (
        <>
          <PictureCanvas picture={drawn.picture} label={`Cell ${number}`} className={classes["picture"]} />
          {heat !== null && (
            <span className={classes["heat"]} style={{ opacity }}>
              <PictureCanvas picture={heat} label="Where the model looks" className={classes["picture"]} />
            </span>
          )}
        </>
      )}
    </div>
  );
}
