import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { isLong } from "./gears.mjs";

/** Puts the long tests first and leaves the rest in Vitest's order. */
export class LongTestsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const long = ({ project, moduleId }: TestSpecification) =>
      isLong(relative(project.config.root, moduleId).replaceAll("\\", "/"));
    return [...sorted.filter(long), ...sorted.filter((file) => !long(file))];
  }
}
