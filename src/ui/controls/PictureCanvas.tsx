import { useEffect, useRef } from "react";
import type { Picture } from "../../domain/tile/picture.ts";

interface PictureCanvasProps {
  readonly picture: Picture;
  /** What the picture shows, for screen readers; "" when a text beside it says the same. */
  readonly label: string;
  readonly className?: string | undefined;
}

/** Paints a picture that a worker made. */
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
