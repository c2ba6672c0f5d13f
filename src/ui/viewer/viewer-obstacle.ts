/**
 * Largest side of a texture in px that this browser draws; 0 without WebGL 2. Found once, since contexts are scarce.
 */
let largest: number | null = null;

function largestTexture(): number {
  if (largest !== null) return largest;
  const gl = document.createElement("canvas").getContext("webgl2");
  largest = gl === null ? 0 : (gl.getParameter(gl.MAX_TEXTURE_SIZE) as number);
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  return largest;
}

/** Says why a tile of this size in px cannot be shown and what still works; null when it can be shown. */
export function viewerObstacle(width: number, height: number): string | null {
  const most = largestTexture();
  if (most === 0) {
    return "The viewer needs WebGL 2, which this browser does not offer. Segmentation, tables and export work without it.";
  }
  if (Math.max(width, height) > most) {
    return `This GPU can draw tiles with sides of up to ${most.toLocaleString("en")} px, and this tile is larger. Its cells and exports are complete nevertheless.`;
  }
  return null;
}
