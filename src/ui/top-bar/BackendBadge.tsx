import { IconAlertTriangle, IconCpu, IconCpu2 } from "@tabler/icons-react";
import type { BackendInfo } from "../../domain/training/backend-info.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { adapterName } from "./adapter-name.ts";
import { BarFact } from "./BarFact.tsx";

const kindNames = { webgpu: "WebGPU", webgl: "WebGL", cpu: "CPU" } as const;

function shortName(backend: BackendInfo): string {
  if (backend.kind === "cpu") return "CPU only";
  const adapter = backend.software ? "software" : adapterName(backend.adapter) || "GPU";
  return `${kindNames[backend.kind]} · ${adapter}`;
}

function longName(backend: BackendInfo): string {
  const parts = [`Training and prediction run on ${kindNames[backend.kind]}`];
  if (backend.adapter !== "") parts.push(` (${adapterName(backend.adapter)})`);
  parts.push(". ");
  if (backend.software) parts.push("It is a software adapter: results are correct, but training is slow. ");
  if (backend.fallbackReason !== null) parts.push(`${backend.fallbackReason} `);
  const own = (backend.kernels ?? []).filter((trial) => trial.own).map(({ kernel }) => kernel);
  if (own.length > 0)
    parts.push(
      `Cytotope's own GPU programs are used where they were measured to be faster than the library's: ${own.join(", ")}.`,
    );
  return parts.join("").trim();
}

/** Shows which GPU is in use, and why no better one is. */
export function BackendBadge() {
  const backend = useLearning((state) => state.backend);
  const problem = useLearning((state) => state.backendProblem);
  const asked = useDataset((state) => state.loaded !== "failed");
  const slow = backend !== null && (backend.software || backend.fallbackReason !== null);
  const text = problem !== null ? "No GPU" : backend === null ? "Looking for a GPU" : shortName(backend);
  const label =
    problem !== null
      ? `${problem.message} ${problem.remedy}`
      : backend === null
        ? "The learning worker is starting."
        : longName(backend);
  // Without a data set, the learning worker is never asked for its backend.
  if (!asked) return null;
  return (
    <BarFact
      icon={problem !== null || slow ? IconAlertTriangle : backend?.kind === "cpu" ? IconCpu2 : IconCpu}
      text={text}
      name={["GPU in use:", text, backend?.fallbackReason].filter(Boolean).join(" ")}
      explanation={label}
      warns={problem !== null || slow}
      testId="backend-badge"
    />
  );
}
