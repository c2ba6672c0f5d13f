import { IconDatabase } from "@tabler/icons-react";
import { useStorageReport } from "../../state/stores/storage-store.ts";
import { formatBytes } from "../format/format-bytes.ts";
import { BarFact } from "./BarFact.tsx";

/** The badge warns when more than this share of the quota is used. */
const nearlyFull = 0.8;

export function StorageBadge() {
  const report = useStorageReport((state) => state.report);
  if (report === null) return null;
  const full = report.quotaBytes > 0 && report.usedBytes / report.quotaBytes > nearlyFull;
  const label = [
    `${formatBytes(report.usedBytes)} of ${formatBytes(report.quotaBytes)} that this browser allows.`,
    full ? "Storage is nearly full: remove tiles that you no longer need." : "",
    report.persisted
      ? "The browser has promised to keep the data."
      : "The browser may remove the data when the disk runs short.",
  ]
    .filter(Boolean)
    .join(" ");
  return (
    <BarFact
      icon={IconDatabase}
      text={formatBytes(report.usedBytes)}
      name={`Storage used: ${formatBytes(report.usedBytes)}`}
      explanation={label}
      warns={full}
    />
  );
}
