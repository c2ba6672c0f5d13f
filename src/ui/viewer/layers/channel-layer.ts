import { XRLayer } from "@vivjs/layers";

/**
 * Viv's multi-channel layer with one change. Viv reads an integer texture at one point for each screen pixel, because
 * integers cannot be filtered. When a tile of 2,048 px is shown on 700 px, most samples are then dropped, and the user
 * sees the noise of single pixels. Here every channel is averaged over the area that the screen pixel covers (at most
 * 5 x 5 samples). A viewer with an image pyramid would show the same, but this needs no second copy of the tile.
 */
const meanFunction = `
float meanOverPixel(SAMPLER_TYPE plane, vec2 centre) {
  vec2 extent = fwidth(centre);
  vec2 texels = extent * vec2(textureSize(plane, 0));
  int n = clamp(int(ceil(max(texels.x, texels.y) - 0.25)), 1, 5);
  float sum = 0.0;
  for (int y = 0; y < n; y++) {
    for (int x = 0; x < n; x++) {
      vec2 offset = (vec2(float(x), float(y)) + 0.5) / float(n) - 0.5;
      sum += float(texture(plane, centre + offset * extent).r);
    }
  }
  return sum / float(n * n);
}

void main() {`;

/** In Viv a hidden channel has two equal contrast limits. Such a channel is not sampled at all. */
const limits = "channelIntensity.contrastLimits$1";
const shownMean = `(${limits}.x < ${limits}.y ? meanOverPixel(channel$1, vTexCoord) : 0.0)`;

export class ChannelLayer extends XRLayer {
  static override layerName = "ChannelLayer";

  override getShaders() {
    const shaders = super.getShaders();
    const fs = (shaders.fs ?? "")
      .replace("void main() {", meanFunction)
      .replaceAll(/float\(texture\(channel(\d+), vTexCoord\)\.r\)/g, shownMean);
    return { ...shaders, fs };
  }
}
