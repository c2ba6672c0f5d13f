/**
 * Outlines of label maps, drawn on the GPU.
 *
 * A label map is an image of integers. OME-NGFF (versions 0.4 and 0.5, schema of `image-label`) pairs such an image
 * with `colors`, entries of a `label-value` and "the RGBA color stored as an array of four integers between 0 and
 * 255". This layer does the same with two textures, an idea from Vitessce. One holds the labels as they are
 * (`r16uint`, one texel per pixel, uploaded once per tile), the other the table of colours (one RGBA texel per
 * label). Label 0 is background and never drawn. When a model changes the class of a cell, only the small table is
 * uploaded again.
 *
 * An outline has no geometry. A fragment lies on it when one of eight points around it, at the distance of the
 * line's width in screen pixels, has another label. So the line has the same width at every zoom and lies inside its
 * cell, and two touching cells each keep their own colour along their common seam. Four rings of points give the
 * line a soft inner edge, and a dark hem inside it keeps a green line readable on a green protein. Beyond the tile's
 * edge the nearest pixel counts, so that a cell that is cut by the border is open there. The rest of its outline is
 * dashed. The table's alpha holds such marks as single bits (`cellFlags`).
 *
 * Both textures hold integers, so they are fetched and never filtered. Samplers of one type also pass WebGL's
 * validation before they have units of their own. The viewer refuses a label map that is larger than the GPU's
 * textures before it comes here.
 */
import { Layer, type LayerProps, project32, type UpdateParameters } from "@deck.gl/core";
import type { Texture } from "@luma.gl/core";
import { Geometry, Model } from "@luma.gl/engine";
import type { LabelMap } from "../../../domain/tile/label-map.ts";
import type { CellColourTable } from "../../../state/derive/cell-colours.ts";

export interface LabelLayerProps extends LayerProps {
  readonly map: LabelMap;
  readonly colours: CellColourTable;
  /** Width of the outlines in CSS px; 0 hides them. */
  readonly lineWidth: number;
  /** Opacity of the colour inside every cell, 0..1. */
  readonly fill: number;
  /** Label under the pointer, drawn filled; 0 for none. */
  readonly hovered: number;
}

const uniformBlock = `\
uniform labelUniforms {
  vec2 size;
  float lineWidth;
  float fill;
  float opacity;
  highp int hovered;
} label;
`;

const labelUniforms = {
  name: "label",
  vs: uniformBlock,
  fs: uniformBlock,
  uniformTypes: {
    size: "vec2<f32>",
    lineWidth: "f32",
    fill: "f32",
    opacity: "f32",
    hovered: "i32",
  },
} as const;

const vertexShader = `#version 300 es
#define SHADER_NAME label-layer-vertex-shader
in vec3 positions;
out vec2 pixel;

void main(void) {
  pixel = positions.xy * label.size;
  gl_Position = project_position_to_clipspace(vec3(pixel, 0.0), vec3(0.0), vec3(0.0));
}
`;

const fragmentShader = `#version 300 es
#define SHADER_NAME label-layer-fragment-shader
precision highp float;
precision highp int;
precision highp usampler2D;

uniform usampler2D labelTexture;
uniform usampler2D colourTexture;

in vec2 pixel;
out vec4 fragColor;

// Width of line and hem together, in widths of the line.
const float hem = 1.8;

int labelAt(vec2 position) {
  ivec2 at = clamp(ivec2(floor(position)), ivec2(0), ivec2(label.size) - 1);
  return int(texelFetch(labelTexture, at, 0).r);
}

bool leavesWithin(float r, int own) {
  float d = r * 0.7071;
  return
    labelAt(pixel + vec2(r, 0.0)) != own || labelAt(pixel - vec2(r, 0.0)) != own ||
    labelAt(pixel + vec2(0.0, r)) != own || labelAt(pixel - vec2(0.0, r)) != own ||
    labelAt(pixel + vec2(d, d)) != own || labelAt(pixel - vec2(d, d)) != own ||
    labelAt(pixel + vec2(d, -d)) != own || labelAt(pixel - vec2(d, -d)) != own;
}

// How much of the coloured line (x) and of the dark hem inside it (y) covers this fragment, 0..1 each.
// Most fragments lie deep inside a cell and are done after the widest ring.
vec2 lineWithin(float width, int own) {
  if (!leavesWithin(width * hem, own)) return vec2(0.0);
  float hits = 0.0;
  for (int ring = 1; ring <= 4; ring++) hits += leavesWithin(width * float(ring) / 4.0, own) ? 1.0 : 0.0;
  float line = smoothstep(0.0, 0.5, hits / 4.0);
  return vec2(line, 1.0 - line);
}

void main(void) {
  float tilePixels = max(length(dFdx(pixel)), 1e-6);
  int own = labelAt(pixel);
  if (own == 0) discard;
  int columns = textureSize(colourTexture, 0).x;
  uvec4 texel = texelFetch(colourTexture, ivec2(own % columns, own / columns), 0);
  uint flags = texel.a;
  if (flags == 0u) discard;
  vec3 ownColour = vec3(texel.rgb) / 255.0;

  bool isSelected = (flags & 8u) != 0u;
  bool isHovered = own == label.hovered;
  bool cut = (flags & 2u) != 0u;
  bool corrected = (flags & 4u) != 0u && !isSelected;
  float width = label.lineWidth * (isSelected ? 1.5 : isHovered ? 1.3 : 1.0);
  if (isSelected) width = max(width, 3.0);
  vec2 cover = width > 0.0 ? lineWithin(width * tilePixels, own) : vec2(0.0);
  if (cut && !isSelected) {
    float dash = mod(floor(gl_FragCoord.x / 6.0) + floor(gl_FragCoord.y / 6.0), 2.0);
    cover *= mix(0.3, 0.9, dash);
  }
  float inside = max(label.fill, isHovered ? 0.22 : isSelected ? 0.1 : 0.0);
  vec3 colour = isSelected ? mix(ownColour, vec3(1.0), cover.x) : ownColour;
  // The hem is black under the cell's own colour; white dashes in it mark a cell corrected by hand.
  bool dashed = corrected && mod(floor(gl_FragCoord.x / 5.0) + floor(gl_FragCoord.y / 5.0), 2.0) > 0.5;
  float hemAlpha = cover.y * (corrected ? 1.0 : 0.55);
  float alpha = max(cover.x, inside + hemAlpha * (1.0 - inside));
  vec3 shade = cover.x > 0.0 ? colour : colour * inside / max(alpha, 1e-4);
  if (corrected && cover.y > 0.0) shade = mix(vec3(dashed ? 1.0 : 0.0), colour, cover.x);
  fragColor = vec4(shade, alpha * label.opacity);
  if (fragColor.a < 0.004) discard;
}
`;

interface LabelLayerState {
  model: Model;
  labelTexture: Texture;
  colourTexture: Texture;
  [key: string]: unknown;
}

export class LabelLayer extends Layer<LabelLayerProps> {
  static override layerName = "LabelLayer";
  static override defaultProps = {
    map: { type: "object", value: null, compare: false },
    colours: { type: "object", value: null, compare: false },
    lineWidth: { type: "number", value: 2, min: 0 },
    fill: { type: "number", value: 0, min: 0, max: 1 },
    hovered: { type: "number", value: 0, min: 0 },
  };

  declare state: LabelLayerState;

  override getShaders() {
    return super.getShaders({ vs: vertexShader, fs: fragmentShader, modules: [project32, labelUniforms] });
  }

  override initializeState() {
    this.getAttributeManager()?.remove(["instancePickingColors"]);
    const { device } = this.context;
    const model = new Model(device, {
      ...this.getShaders(),
      id: this.props.id,
      isInstanced: false,
      geometry: new Geometry({
        topology: "triangle-strip",
        attributes: { positions: { size: 3, value: new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0]) } },
      }),
    });
    this.setState({ model, labelTexture: this.createLabelTexture(), colourTexture: this.createColourTexture() });
  }

  override updateState({ props, oldProps }: UpdateParameters<this>) {
    if (oldProps.map === undefined) return;
    if (props.map !== oldProps.map) {
      this.state.labelTexture.destroy();
      this.setState({ labelTexture: this.createLabelTexture() });
    }
    if (props.colours !== oldProps.colours) {
      this.state.colourTexture.destroy();
      this.setState({ colourTexture: this.createColourTexture() });
    }
  }

  override finalizeState() {
    this.state.model?.destroy();
    this.state.labelTexture?.destroy();
    this.state.colourTexture?.destroy();
  }

  override draw() {
    const { map, lineWidth, fill, opacity, hovered } = this.props;
    const { model, labelTexture, colourTexture } = this.state;
    model.setBindings({ labelTexture, colourTexture });
    model.shaderInputs.setProps({
      label: {
        size: [map.width, map.height],
        lineWidth: lineWidth * (this.context.deck?.props.useDevicePixels === false ? 1 : devicePixelRatio),
        fill,
        opacity,
        hovered,
      },
    });
    model.draw(this.context.renderPass);
  }

  private createLabelTexture(): Texture {
    const { width, height, labels } = this.props.map;
    return this.context.device.createTexture({
      width,
      height,
      format: "r16uint",
      data: labels,
      mipLevels: 1,
      sampler: { minFilter: "nearest", magFilter: "nearest" },
    });
  }

  private createColourTexture(): Texture {
    const { width, height, rgba } = this.props.colours;
    return this.context.device.createTexture({
      width,
      height,
      format: "rgba8uint",
      data: rgba,
      mipLevels: 1,
      sampler: { minFilter: "nearest", magFilter: "nearest" },
    });
  }
}
