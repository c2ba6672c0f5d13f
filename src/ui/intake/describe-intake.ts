import type { WorkState } from "../../state/stores/work-store.ts";
import { formatCount } from "../format/format-number.ts";

/** Says in one line what is being added. */
export function describeIntake({ kind, done, of }: NonNullable<WorkState["intake"]>): string {
  if (kind === "samples") return `Making sample tiles${of > 0 ? `, ${done} of ${of}` : ""} …`;
  return `Looking through ${done > 0 ? formatCount(done, "file") : "the files"} …`;
}
