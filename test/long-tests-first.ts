import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { isLong } from "./gears.mjs";

/** Begins with the long tests, in Vitest's own order otherwise. */
export class LongTestsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const long = ({ project, moduleId }: TestSpecification) =>
      isLong(relative(project.config.root, moduleId).replaceAll("\\", "/"));
    return [...sorted.filter(long), ...sorted.filter((file) => !long(file))];
  }
}
