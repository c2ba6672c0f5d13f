import { useEffect, useRef } from "react";
import type { Picture } from "../../domain/tile/picture.ts";

interface PictureCanvasProps {
  readonly picture: Picture;
  /** What it shows, for those who do not see it; "" when the text beside it says so. */
  readonly label: string;
  readonly className?: string | undefined;
}

/** Paints a worker's picture. */
export function PictureCanvas({ picture, label, className }: PictureCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext("2d")?.putImageData(new ImageData(picture.rgba, picture.width, picture.height), 0, 0);
  }, [picture]);
  return (
    <canvas
      ref={canvas}
      width={picture.width}
      height={picture.height}
      className={className}
      {...(label === "" ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
    />
  );
}
