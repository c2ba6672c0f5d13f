import { modelKey } from "../../domain/cell/embedding.ts";
import { nothingYet } from "../../domain/nothing-yet.ts";
import type { ModelManifest } from "../../domain/training/model-manifest.ts";
import type { Backend } from "../../learning/backend/backend.ts";
import { type Architecture, architectureFor, parameterTable } from "../../learning/network/architecture.ts";
import { disposeParameters, type Parameters, uploadParameters } from "../../learning/network/parameters.ts";
import { readCheckpoint } from "../../storage/checkpoint-store.ts";
import { loadChosenManifest } from "../../storage/run-store.ts";
import { loadSettings } from "../../storage/settings-store.ts";
import { decodeModel } from "./model-file.ts";
import { checkModelFits } from "./model-fit.ts";

/** The chosen model on the backend. */
export interface Network {
  readonly manifest: ModelManifest;
  /** `modelKey` of the manifest. */
  readonly key: string;
  readonly architecture: Architecture;
  readonly parameters: Parameters;
}

/**
 * Keeps the chosen model on the backend between questions about single cells. Reading a checkpoint of 100 MB takes
 * longer than the answer.
 */
export function keepNetwork() {
  let kept: { readonly network: Network; readonly backend: Backend } | null = null;

  function free(): void {
    // A closed backend has freed its tensors already.
    if (kept !== null && kept.backend.failure() === null) disposeParameters(kept.network.parameters);
    kept = null;
  }

  return {
    /** Frees the GPU's memory for other work. */
    free,
    /** Call it when the backend was closed: its tensors are gone. */
    forget(): void {
      kept = null;
    },
    /**
     * @throws NothingToLearn when there is no model; ModelMismatch when its classes or channels differ;
     * StorageBroken.
     */
    async current(backend: Backend): Promise<Network> {
      const manifest = await loadChosenManifest();
      if (manifest === null) throw nothingYet("The model", "No model was trained yet.", "Train one first.");
      const key = modelKey(manifest);
      if (kept !== null && kept.backend === backend && kept.network.key === key) return kept.network;
      free();
      const { classes } = await loadSettings();
      checkModelFits(manifest, { cropOptions: manifest.crop, classes });
      const { tensors } = decodeModel(await readCheckpoint(manifest.id), `Model ${manifest.id}`);
      const architecture = architectureFor(manifest.backbone, manifest.channels.length, classes.names.length);
      const parameters = uploadParameters(tensors, parameterTable(architecture));
      const network = { manifest, key, architecture, parameters };
      kept = { network, backend };
      return network;
    },
  };
}
