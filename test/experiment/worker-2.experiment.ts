import { it } from "vitest";
import { workOffJobs } from "./work-off-jobs.ts";

it("measures jobs that no other process has claimed (process 2)", workOffJobs);
