import { Button, Text } from "@mantine/core";
import { IconFileDownload } from "@tabler/icons-react";
import { makeReport } from "../../state/failures/failure-report.ts";
import { announce } from "../../state/stores/announce.ts";
import { saveFile } from "../controls/save-file.ts";
import classes from "./ReportDownload.module.css";

async function download(): Promise<void> {
  const report = await makeReport();
  saveFile(report);
  announce(`${report.name} was saved.`);
}

/** A button that saves the log of unexpected failures as a file, with words about what the file holds. */
export function ReportDownload() {
  return (
    <section className={classes["report"]} aria-label="Report for the developers">
      <Text size="xs" c="dimmed">
        Something went wrong that should not have? A report tells the developers what happened: messages, versions, your
        browser and graphics card, the last steps, names of files and tiles, but no images. Nothing is sent anywhere;
        you decide whom to give the file to.
      </Text>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconFileDownload size={15} stroke={1.7} aria-hidden />}
        onClick={() => void download()}
      >
        Download report
      </Button>
    </section>
  );
}
