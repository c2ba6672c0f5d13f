import classes from "./ColourDot.module.css";

interface ColourDotProps {
  /** Any CSS colour. */
  readonly colour: string;
  /** Diameter in CSS px. */
  readonly size?: number;
}

/** A dot in the colour of a class or a tile, shown before its name. */
export function ColourDot({ colour, size = 10 }: ColourDotProps) {
  return <span className={classes["dot"]} style={{ width: size, height: size, background: colour }} />;
}
