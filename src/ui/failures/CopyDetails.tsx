import { Button } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { Problem } from "../../domain/errors.ts";
import { isLogged } from "../../domain/failure/failure-record.ts";
import { describeProblem } from "../../state/failures/failure-report.ts";
import { announce } from "../../state/stores/announce.ts";
import { saveFile } from "../controls/save-file.ts";
import classes from "./CopyDetails.module.css";
import { copyText } from "./copy-text.ts";

/** In ms. The button says for this long what it has done. */
const saidFor = 3000;

const labels = { rest: "Copy details", copied: "Copied", saved: "Saved as a file" } as const;

/**
 * A button that copies the details of an unexpected failure for a developer. It does not appear for faults of the
 * user's files. Without a clipboard it saves the details as a file.
 */
export function CopyDetails({ problem }: { readonly problem: Problem | null }) {
  const [said, setSaid] = useState<keyof typeof labels>("rest");
  useEffect(() => {
    if (said === "rest") return;
    const timer = setTimeout(() => setSaid("rest"), saidFor);
    return () => clearTimeout(timer);
  }, [said]);
  if (problem === null || !isLogged(problem)) return null;

  async function copy(shown: Problem): Promise<void> {
    const text = describeProblem(shown);
    const copied = await copyText(text);
    if (!copied) saveFile({ name: "cytotope-details.txt", file: new Blob([await text], { type: "text/plain" }) });
    setSaid(copied ? "copied" : "saved");
    announce(copied ? "The details were copied." : "The details were saved as a file.");
  }

  const Icon = said === "rest" ? IconCopy : IconCheck;
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      className={classes["copy"]}
      leftSection={<Icon size={14} stroke={1.7} aria-hidden />}
      onClick={() => void copy(problem)}
    >
      {labels[said]}
    </Button>
  );
}
