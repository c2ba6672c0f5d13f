import { existsSync } from "node:fs";

/**
 * WebGPU in Node, by Dawn (npm `webgpu`): benches and experiments run the page's own learning code there. Dawn needs a Vulkan driver. A
 * machine without a GPU has one in software: Mesa's lavapipe (25 or newer), five to ten times faster than SwiftShader,
 * which comes with Chromium; both give figures that can be repeated. A GPU is measured by naming its driver. On macOS and Windows Dawn
 * uses the system's own.
 */

/** Descriptions of Vulkan drivers, the faster ones first. */
const driverFiles = [
  "/usr/share/vulkan/icd.d/lvp_icd.json",
  "/usr/share/vulkan/icd.d/lvp_icd.x86_64.json",
  "/usr/share/vulkan/icd.d/lvp_icd.aarch64.json",
  "/usr/lib/chromium/vk_swiftshader_icd.json",
  "/opt/google/chrome/vk_swiftshader_icd.json",
];

/** Holds Dawn's instance: the adapters and devices made by a collected instance are lost. */
let instance: GPU | null = null;

async function findAdapter(): Promise<GPUAdapter | string> {
  const { create, globals } = await import("webgpu");
  Object.assign(globalThis, globals);
  instance = create([]);
  const adapter = await instance.requestAdapter({ powerPreference: "high-performance" });
  return adapter ?? "Dawn found no graphics adapter: no Vulkan driver, or one that is too old (Mesa before 25)";
}

/**
 * Puts `navigator.gpu` and `self` in place; call it before tfjs is loaded. A driver named by `VK_ICD_FILENAMES` is taken, otherwise the
 * first of the known ones that is installed.
 * @returns null when WebGPU is there, otherwise one sentence why it is not; `openBackend` then takes the processor.
 */
export async function installNodeWebgpu(): Promise<string | null> {
  if (instance !== null) return null;
  if (process.platform === "linux" && process.env["VK_ICD_FILENAMES"] === undefined) {
    const driver = driverFiles.find((path) => existsSync(path));
    if (driver !== undefined) process.env["VK_ICD_FILENAMES"] = driver;
  }
  try {
    const adapter = await findAdapter();
    if (typeof adapter === "string") return `No WebGPU in Node: ${adapter}.`;
  } catch (error) {
    return `No WebGPU in Node: ${error instanceof Error ? error.message : String(error)}.`;
  }
  Object.defineProperty(globalThis, "navigator", {
    configurable: true,
    value: { gpu: instance, userAgent: "Node" },
  });
  Object.defineProperty(globalThis, "self", { configurable: true, value: globalThis });
  return null;
}
