import type { ComponentPropsWithoutRef } from "react";
import classes from "./PicturePlate.module.css";

/** A plate with controls or facts over the picture; dark in both colour schemes. `className` gives its place. */
export function PicturePlate({ className = "", ...rest }: ComponentPropsWithoutRef<"div">) {
  return <div {...rest} className={`${classes["plate"]} ${className}`} />;
}
