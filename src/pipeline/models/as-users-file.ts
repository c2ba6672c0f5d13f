import { hasTag, problemError, problemFrom } from "../../domain/errors.ts";

/**
 * Reads a file of weights that the user chose. The decoders also read files from storage, and call a damaged one
 * `StorageBroken`. In a file of the user's the fault is neither one of storage nor one of Cytotope.
 *
 * @throws BrokenWeights when the file is damaged or of another kind, and every other error of `read`.
 */
export async function asUsersFile<Read>(read: () => Read | Promise<Read>): Promise<Read> {
  try {
    return await read();
  } catch (error) {
    if (!hasTag(error, "StorageBroken")) throw error;
    throw problemError({ ...problemFrom(error, ""), tag: "BrokenWeights" }, { cause: error });
  }
}
