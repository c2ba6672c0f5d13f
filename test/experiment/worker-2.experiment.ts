import { it } from "vitest";
import { workOffJobs } from "./work-off-jobs.ts";

it("measures what no other process has taken (process 2)", workOffJobs);
