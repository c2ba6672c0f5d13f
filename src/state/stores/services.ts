import type { DatasetApi, LearningApi } from "../../bridge/contracts.ts";
import type { Explorer } from "../../bridge/explorer.ts";
import type { ImagingPool } from "../../bridge/imaging-pool.ts";
import type { TilePreviewer } from "../../bridge/tile-previewer.ts";

/** The workers that the actions call. Tests provide their own. */
export interface Services {
  readonly dataset: DatasetApi;
  readonly imaging: ImagingPool;
  readonly previewer: TilePreviewer;
  readonly learning: LearningApi;
  readonly explorer: Explorer;
}

let provided: Services | null = null;

/** Sets the workers that every action calls. Called once before the page is drawn. */
export function provideServices(services: Services): void {
  provided = services;
}

/** @throws Error when `provideServices` was not called. That is a defect of the page, never of the data. */
export function services(): Services {
  if (provided === null) throw new Error("The services were not provided before an action asked for them.");
  return provided;
}
