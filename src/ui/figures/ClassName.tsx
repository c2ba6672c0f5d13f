import { classColour, cssColour } from "../../state/derive/class-colours.ts";
import classes from "./Evaluation.module.css";

/** A class in its colour. */
export function ClassName({ index, name }: { readonly index: number; readonly name: string }) {
  return (
    <span className={classes["className"]}>
      <span className={classes["dot"]} style={{ background: cssColour(classColour(index)) }} />
      <span>{name}</span>
    </span>
  );
}
