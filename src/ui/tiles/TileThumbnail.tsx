import { IconPhoto } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import type { Picture } from "../../domain/tile/picture.ts";
import { recordUnexpected } from "../../state/stores/page-failures.ts";
import { thumbnails } from "../../state/stores/picture-cache.ts";
import { services } from "../../state/stores/services.ts";
import { PictureCanvas } from "../controls/PictureCanvas.tsx";
import classes from "./TileThumbnail.module.css";

/** A small picture of the tile. A placeholder is shown until the tile is in storage. */
export function TileThumbnail({ record }: { readonly record: TileRecord }) {
  const [picture, setPicture] = useState<Picture | null>(null);
  const { id, status, processingSeconds, nucleusDiameter } = record;
  useEffect(() => {
    setPicture(null);
    if (status !== "ready") return;
    let wanted = true;
    // These figures change when a tile is removed and added again, which may change its picture. They also change
    // when it is segmented again; then the picture is drawn again although it is the same.
    thumbnails
      .get(`${id} ${processingSeconds} ${nucleusDiameter}`, () => services().dataset.drawThumbnail(id))
      .then((drawn) => wanted && setPicture(drawn))
      // The placeholder stays. The tile itself shows what is wrong with its data.
      .catch((error: unknown) => recordUnexpected(error, ["StorageBroken", "Cancelled"], id));
    return () => {
      wanted = false;
    };
  }, [id, status, processingSeconds, nucleusDiameter]);
  return (
    <span className={classes["thumbnail"]}>
      {picture === null ? (
        <IconPhoto size={22} stroke={1.2} aria-hidden />
      ) : (
        <PictureCanvas picture={picture} label="" className={classes["picture"]} />
      )}
    </span>
  );
}
