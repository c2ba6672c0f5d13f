import { classColour, cssColour } from "../../state/derive/class-colours.ts";
import { ColourDot } from "../controls/ColourDot.tsx";
import classes from "./ClassName.module.css";

/** The name of a class behind a dot in its colour. */
export function ClassName({ index, name }: { readonly index: number; readonly name: string }) {
  return (
    <span className={classes["name"]}>
      <ColourDot colour={cssColour(classColour(index))} size={9} />
      <span>{name}</span>
    </span>
  );
}
