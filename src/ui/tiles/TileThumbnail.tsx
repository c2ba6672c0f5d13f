import { IconPhoto } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import type { Picture } from "../../domain/tile/picture.ts";
import { recordUnexpected } from "../../state/stores/page-failures.ts";
import { thumbnails } from "../../state/stores/picture-cache.ts";
import { services } from "../../state/stores/services.ts";
import { PictureCanvas } from "../controls/PictureCanvas.tsx";
import classes from "./TileThumbnail.module.css";

/** A small picture of the tile once it is in storage; a quiet placeholder until then. */
export function TileThumbnail({ record }: { readonly record: TileRecord }) {
  const [picture, setPicture] = useState<Picture | null>(null);
  const { id, status, processingSeconds, nucleusDiameter } = record;
  useEffect(() => {
    setPicture(null);
    if (status !== "ready") return;
    let wanted = true;
    // A tile that was segmented again has other figures: the same picture would do, but a removed and re-added one not.
    thumbnails
      .get(`${id} ${processingSeconds} ${nucleusDiameter}`, () => services().dataset.drawThumbnail(id))
      .then((drawn) => wanted && setPicture(drawn))
      // The placeholder stays; the tile itself says what is wrong with its data.
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
