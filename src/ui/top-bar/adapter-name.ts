/**
 * Finds the name of the graphics card in an adapter's name. WebGL wraps it (ANGLE's `GL_RENDERER`: vendor, card with
 * its id and the interface, version of the driver). WebGPU gives the plain name.
 */
export function adapterName(adapter: string): string {
  const card = adapter.match(/^ANGLE \([^,]*, (.*), [^,]*\)$/)?.[1];
  if (card === undefined) return adapter;
  return card
    .replace(/ \(0x[0-9a-f]+\)/i, "")
    .replace(/ (Direct3D|OpenGL).*$/, "")
    .replace(/^ANGLE Metal Renderer: /, "")
    .replace(/^Vulkan [\d.]+ \((.*)\)$/, "$1");
}
