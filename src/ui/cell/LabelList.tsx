import { Text } from "@mantine/core";
import type { WeakLabel } from "../../domain/localisation/localisation.ts";
import { classColour, cssColour } from "../../state/derive/class-colours.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { ColourDot } from "../controls/ColourDot.tsx";
import classes from "./LabelList.module.css";

/** The names of a tile's image-level labels. */
export function LabelList({ label }: { readonly label: WeakLabel | null }) {
  const names = useDataset((state) => state.classes.names);
  if (label === null) {
    return (
      <Text size="sm" c="dimmed">
        None. To add labels, drop a train.csv that names this tile.
      </Text>
    );
  }
  return (
    <>
      <ul className={classes["labels"]}>
        {label.map((index) => (
          <li key={index}>
            <ColourDot colour={cssColour(classColour(index))} />
            {names[index] ?? `Class ${index}`}
          </li>
        ))}
      </ul>
      <Text size="xs" c="dimmed" mt={6}>
        They belong to the whole image: not every cell shows each of them.
      </Text>
    </>
  );
}
