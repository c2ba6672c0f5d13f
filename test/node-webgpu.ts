import { existsSync } from "node:fs";

/**
 * WebGPU in Node comes from Dawn (npm `webgpu`). Benches and experiments run the page's own learning code there. On
 * Linux Dawn needs a Vulkan driver. A machine without a GPU can use a driver in software: Mesa's lavapipe (25 or
 * newer) is five to ten times faster than SwiftShader, which comes with Chromium. Both give figures that can be
 * repeated. To measure a GPU, name its driver. On macOS and Windows Dawn uses the system's own API.
 */

/** Paths of the files that describe Vulkan drivers, the faster drivers first. */
const driverFiles = [
  "/usr/share/vulkan/icd.d/lvp_icd.json",
  "/usr/share/vulkan/icd.d/lvp_icd.x86_64.json",
  "/usr/share/vulkan/icd.d/lvp_icd.aarch64.json",
  "/usr/lib/chromium/vk_swiftshader_icd.json",
  "/opt/google/chrome/vk_swiftshader_icd.json",
];

/** Keeps Dawn's instance alive. When the instance is garbage-collected, its adapters and devices are lost. */
let instance: GPU | null = null;

async function findAdapter(): Promise<GPUAdapter | string> {
  const { create, globals } = await import("webgpu");
  Object.assign(globalThis, globals);
  instance = create([]);
  const adapter = await instance.requestAdapter({ powerPreference: "high-performance" });
  return adapter ?? "Dawn found no graphics adapter: no Vulkan driver, or one that is too old (Mesa before 25)";
}

/**
 * Defines `navigator.gpu` and `self`. Call it before tfjs is loaded. It uses the driver that `VK_ICD_FILENAMES` names,
 * otherwise the first known driver that is installed.
 * @returns null when WebGPU works, otherwise one sentence that says why not. Then `openBackend` uses the processor.
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
