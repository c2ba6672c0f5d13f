import { Tooltip, UnstyledButton } from "@mantine/core";
import { IconDatabase } from "@tabler/icons-react";
import { useStorageReport } from "../../state/stores/storage-store.ts";
import { formatBytes } from "../format/format-bytes.ts";
import classes from "./TopBar.module.css";

/** From this share of the quota on, the badge warns. */
const nearlyFull = 0.8;

export function StorageBadge() {
  const report = useStorageReport((state) => state.report);
  if (report === null) return null;
  const full = report.quotaBytes > 0 && report.usedBytes / report.quotaBytes > nearlyFull;
  const label = [
    `${formatBytes(report.usedBytes)} of ${formatBytes(report.quotaBytes)} that this browser allows.`,
    full ? "Room is getting short: remove tiles you no longer need." : "",
    report.persisted
      ? "The browser has promised to keep the data."
      : "The browser may remove the data when the disk runs short.",
  ]
    .filter(Boolean)
    .join(" ");
  return (
    <Tooltip label={label}>
      <UnstyledButton
        className={classes["fact"]}
        data-tone={full ? "warn" : "plain"}
        aria-label={`Storage used: ${formatBytes(report.usedBytes)}`}
        aria-description={label}
      >
        <IconDatabase size={16} stroke={1.7} aria-hidden />
        <span>{formatBytes(report.usedBytes)}</span>
      </UnstyledButton>
    </Tooltip>
  );
}
