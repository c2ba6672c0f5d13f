import { problemError, wantsMemory } from "../../domain/errors.ts";
import type { NamedTensor, NamedTensors } from "../../domain/training/checkpoint.ts";

type Hdf5 = typeof import("h5wasm");
type Group = InstanceType<Hdf5["Group"]>;

/** `.../conv1_conv/kernel:0` -> `conv1_conv/kernel`. Files of whole models nest deeper than files of weights. */
function layerAndPart(path: string): string {
  return path.split("/").slice(-2).join("/").replace(/:0$/, "");
}

/** All float arrays below `group`. */
function collect(hdf5: Hdf5, group: Group, path: string, found: Map<string, NamedTensor>): void {
  for (const key of group.keys()) {
    const entry = group.get(key);
    if (entry instanceof hdf5.Group) collect(hdf5, entry, `${path}/${key}`, found);
    else if (entry instanceof hdf5.Dataset) {
      const { value } = entry;
      if (value instanceof Float32Array || value instanceof Float64Array) {
        found.set(layerAndPart(`${path}/${key}`), { shape: entry.shape ?? [], values: Float32Array.from(value) });
      }
    }
  }
}

/**
 * Reads the arrays of a Keras .h5 file, by layer and part, for instance `conv1_conv/kernel`. Shapes and order are
 * the file's. The HDF5 library is loaded on first use.
 * @throws StorageBroken when the file cannot be read.
 */
export async function readKerasFile(bytes: Uint8Array, subject: string): Promise<NamedTensors> {
  const hdf5 = await import("h5wasm");
  const { FS } = await hdf5.ready;
  const path = `${crypto.randomUUID()}.h5`;
  const found = new Map<string, NamedTensor>();
  try {
    FS.writeFile(path, bytes);
    const file = new hdf5.File(path, "r");
    try {
      collect(hdf5, file, "", found);
    } finally {
      file.close();
    }
  } catch (error) {
    if (wantsMemory(error)) throw error;
    throw problemError(
      {
        tag: "StorageBroken",
        subject,
        message: "The file is no HDF5 file, or a damaged or incomplete one.",
        remedy: "Use another copy of the file: download or export it again.",
      },
      { cause: error },
    );
  } finally {
    FS.unlink(path);
  }
  return found;
}
