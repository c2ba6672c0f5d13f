import type { ComponentPropsWithoutRef } from "react";
import classes from "./PicturePlate.module.css";

/** A dark plate with controls or facts that lies over the picture, dark in both colour schemes. `className` places it. */
export function PicturePlate({ className = "", ...rest }: ComponentPropsWithoutRef<"div">) {
  return <div {...rest} className={`${classes["plate"]} ${className}`} />;
}
