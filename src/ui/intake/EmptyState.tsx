import { Button, Code, Group, Paper, Progress, Stack, Text, Title } from "@mantine/core";
import { IconFiles, IconFolder, IconPhotoPlus, IconPlayerPlay, IconShieldLock } from "@tabler/icons-react";
import { cancelIntake } from "../../state/actions/add-files.ts";
import { trySampleTiles } from "../../state/actions/sample-journey.ts";
import { secondsLeft } from "../../state/derive/seconds-left.ts";
import { useWork } from "../../state/stores/work-store.ts";
import { formatDuration } from "../format/format-duration.ts";
import { describeIntake } from "./describe-intake.ts";
import classes from "./EmptyState.module.css";
import { chooseFiles, chooseFolder } from "./file-picker.ts";
import { WeightsNotice } from "./WeightsNotice.tsx";

/** The first page: what Cytotope does, and how to start, with own images or with sample tiles. */
export function EmptyState() {
  const intake = useWork((state) => state.intake);
  const left = intake === null ? null : secondsLeft(intake.done, intake.of, Date.now() - intake.startedAt);
  return (
    <main className={classes["page"]}>
      <Stack className={classes["column"]} gap="lg">
        <div>
          <Title order={1} size="h2" mb={6}>
            Where in the cell is the protein?
          </Title>
          <Text c="dimmed" className={classes["lead"]}>
            Cytotope outlines every cell in your fluorescence images, trains a classifier on your own GPU from one label
            list per image, and tells for each cell which compartments its protein is in.
          </Text>
        </div>
        <Paper className={classes["drop"]} withBorder radius="md" p="xl">
          <IconPhotoPlus size={36} stroke={1.4} aria-hidden />
          <Text fw={600} size="lg">
            Drop your images here
          </Text>
          <Text size="sm" c="dimmed" ta="center" maw={620}>
            Four images per field of view:
            <br />
            <Code>name_red.png</Code> <Code>name_green.png</Code> <Code>name_blue.png</Code>{" "}
            <Code>name_yellow.png</Code>
          </Text>
          <Text size="sm" c="dimmed" ta="center" maw={600}>
            PNG, TIFF, JPEG or WebP; OME-TIFF stacks, folders and .zip archives too. Labels to train with: a{" "}
            <Code>train.csv</Code> with the header <Code>ID,Label</Code>. Label maps to compare with or to take over:{" "}
            <Code>&lt;tile&gt;_cellmask</Code>, <Code>_cells</Code>, <Code>_cp_masks</Code>.
          </Text>
          <Group justify="center" gap="sm" mt={4}>
            <Button variant="default" leftSection={<IconFiles size={16} aria-hidden />} onClick={chooseFiles}>
              Choose files
            </Button>
            <Button variant="default" leftSection={<IconFolder size={16} aria-hidden />} onClick={chooseFolder}>
              Choose a folder
            </Button>
          </Group>
        </Paper>
        <Group justify="space-between" wrap="nowrap" gap="lg">
          <div>
            <Text fw={600}>No images at hand?</Text>
            <Text size="sm" c="dimmed">
              Cytotope generates tiles and runs every step on them by itself: segment, train, predict. It takes a few
              minutes.
            </Text>
          </div>
          <Button
            size="md"
            className={classes["action"]}
            leftSection={<IconPlayerPlay size={18} aria-hidden />}
            loading={intake?.kind === "samples"}
            disabled={intake !== null}
            onClick={() => void trySampleTiles()}
          >
            Try sample tiles
          </Button>
        </Group>
        <div className={classes["progress"]}>
          {intake === null && <WeightsNotice />}
          {intake !== null && (
            <>
              <Group justify="space-between" mb={4}>
                <Text size="sm">{describeIntake(intake)}</Text>
                <Group gap="xs">
                  <Text size="xs" c="dimmed">
                    {left === null ? "" : `${formatDuration(left)} left`}
                  </Text>
                  <Button size="compact-xs" variant="subtle" color="gray" onClick={cancelIntake}>
                    Cancel
                  </Button>
                </Group>
              </Group>
              <Progress
                value={intake.of > 0 && intake.done > 0 ? (100 * intake.done) / intake.of : 100}
                animated
                aria-label="Progress of adding tiles"
              />
            </>
          )}
        </div>
        <Group gap={8} wrap="nowrap" className={classes["privacy"]}>
          <IconShieldLock size={20} stroke={1.6} aria-hidden />
          <Text size="sm">
            Nothing leaves your computer. Images, labels and models stay in this browser; there is no server.
          </Text>
        </Group>
      </Stack>
    </main>
  );
}
