/** The largest texture side this browser draws, in px; 0 without WebGL 2. Asked once: a context is dear. */
let largest: number | null = null;

function largestTexture(): number {
  if (largest !== null) return largest;
  const gl = document.createElement("canvas").getContext("webgl2");
  largest = gl === null ? 0 : (gl.getParameter(gl.MAX_TEXTURE_SIZE) as number);
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  return largest;
}

/** Why a tile of this size cannot be shown here, with what still works; null when it can. */
export function viewerObstacle(width: number, height: number): string | null {
  const most = largestTexture();
  if (most === 0) {
    return "The viewer needs WebGL 2, which this browser does not offer. Segmentation, tables and export work without it.";
  }
  if (Math.max(width, height) > most) {
    return `This tile is larger than the ${most.toLocaleString("en")} px a side that this GPU can draw. Its cells and exports are complete all the same.`;
  }
  return null;
}
