/**
 * Outlines of label maps, drawn on the GPU.
 *
 * A label map is an image of integers. OME-NGFF (section "labels" metadata, version 0.5) pairs such an image with a list
 * of colours, each an entry of a `label-value` and an `rgba` of "four integers between 0 and 255"; pixels of value 0 are
 * background. This layer does the same with two textures, an idea of Vitessce's: the labels as they are (`r16uint`, one
 * texel a pixel, uploaded once a tile) and the colours as a table (one RGBA texel a label). When a model changes its mind
 * about a cell only the small table is uploaded; the masks stay where they are.
 *
 * An outline has no geometry. A fragment lies on it when one of eight points around it, at the distance of the line's
 * width in screen pixels, carries another label. So the line has the same width at every zoom, lies inside its cell, and
 * two touching cells each keep their own colour along their common seam. Four rings of points give it a soft inner edge.
 * Beyond the tile's edge the nearest pixel counts: a cell cut by the border has no line there, it is open, and the
 * rest of its outline is dashed (alpha of the table below one half).
 *
 * Labels are integers, so they are fetched and never filtered; a label map larger than the GPU's textures is refused by
 * the viewer before it comes here.
 */
import { Layer, type LayerProps, project32, type UpdateParameters } from "@deck.gl/core";
import type { Texture } from "@luma.gl/core";
import { Geometry, Model } from "@luma.gl/engine";
import type { LabelMap } from "../../domain/label-map.ts";
import type { CellColourTable } from "../../state/cell-colours.ts";

export interface LabelLayerProps extends LayerProps {
  readonly map: LabelMap;
  readonly colours: CellColourTable;
  /** Width of the outlines in CSS px; 0 hides them. */
  readonly lineWidth: number;
  /** Opacity of the colour inside every cell, 0..1. */
  readonly fill: number;
  /** Label under the pointer, drawn filled; 0 for none. */
  readonly hovered: number;
  /** Selected label, drawn with a white outline; 0 for none. */
  readonly selected: number;
}

const uniformBlock = `\
uniform labelUniforms {
  vec2 size;
  float lineWidth;
  float fill;
  float opacity;
  int hovered;
  int selected;
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
    selected: "i32",
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
uniform sampler2D colourTexture;

in vec2 pixel;
out vec4 fragColor;

int labelAt(vec2 position) {
  ivec2 at = clamp(ivec2(floor(position)), ivec2(0), ivec2(label.size) - 1);
  return int(texelFetch(labelTexture, at, 0).r);
}

// Share of four rings, up to this distance in tile pixels, that leave the cell: 1 on its edge, falling to 0 inside.
float edgeWithin(float distance, int own) {
  float hits = 0.0;
  for (int ring = 1; ring <= 4; ring++) {
    float r = distance * float(ring) / 4.0;
    float d = r * 0.7071;
    bool leaves =
      labelAt(pixel + vec2(r, 0.0)) != own || labelAt(pixel - vec2(r, 0.0)) != own ||
      labelAt(pixel + vec2(0.0, r)) != own || labelAt(pixel - vec2(0.0, r)) != own ||
      labelAt(pixel + vec2(d, d)) != own || labelAt(pixel - vec2(d, d)) != own ||
      labelAt(pixel + vec2(d, -d)) != own || labelAt(pixel - vec2(d, -d)) != own;
    hits += leaves ? 1.0 : 0.0;
  }
  return smoothstep(0.0, 0.75, hits / 4.0);
}

void main(void) {
  float tilePixels = max(length(dFdx(pixel)), 1e-6);
  int own = labelAt(pixel);
  if (own == 0) discard;
  int columns = textureSize(colourTexture, 0).x;
  vec4 entry = texelFetch(colourTexture, ivec2(own % columns, own / columns), 0);
  if (entry.a == 0.0) discard;

  bool isSelected = own == label.selected;
  bool isHovered = own == label.hovered;
  bool cut = entry.a < 0.75;
  float width = label.lineWidth * (isSelected ? 1.8 : isHovered ? 1.5 : 1.0);
  if (isSelected) width = max(width, 3.0);
  float line = width > 0.0 ? edgeWithin(width * tilePixels, own) : 0.0;
  if (cut && !isSelected) {
    float dash = mod(floor(gl_FragCoord.x / 5.0) + floor(gl_FragCoord.y / 5.0), 2.0);
    line *= mix(0.25, 0.8, dash);
  }
  float inside = max(label.fill, isHovered ? 0.22 : isSelected ? 0.1 : 0.0);
  vec3 colour = isSelected ? mix(entry.rgb, vec3(1.0), line) : entry.rgb;
  fragColor = vec4(colour, max(line, inside) * label.opacity);
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
    selected: { type: "number", value: 0, min: 0 },
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
    const { map, lineWidth, fill, opacity, hovered, selected } = this.props;
    const { model, labelTexture, colourTexture } = this.state;
    model.setBindings({ labelTexture, colourTexture });
    model.shaderInputs.setProps({
      label: {
        size: [map.width, map.height],
        lineWidth: lineWidth * (this.context.deck?.props.useDevicePixels === false ? 1 : devicePixelRatio),
        fill,
        opacity,
        hovered,
        selected,
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
      format: "rgba8unorm",
      data: rgba,
      mipLevels: 1,
      sampler: { minFilter: "nearest", magFilter: "nearest" },
    });
  }
}
