import { UnstyledButton } from "@mantine/core";
import { toggleBefore } from "../../state/actions/adjust-segmentation.ts";
import { type PreviewResult, useAdjustment } from "../../state/stores/adjustment-store.ts";
import { PicturePlate } from "../controls/PicturePlate.tsx";
import { formatCount, formatWhole } from "../format/format-number.ts";
import classes from "./PreviewBadge.module.css";

interface PreviewBadgeProps {
  readonly result: PreviewResult;
  /** Number of stored cells. */
  readonly cells: number;
}

/** Says that the outlines belong to a preview, and switches between them and the stored ones. */
export function PreviewBadge({ result, cells }: PreviewBadgeProps) {
  const showBefore = useAdjustment((state) => state.showBefore);
  const show = (before: boolean) => {
    if (before !== showBefore) toggleBefore();
  };
  return (
    <PicturePlate className={classes["preview"]}>
      <span data-testid="preview-count">
        Preview: {formatCount(result.cells, "cell")} (now {formatWhole(cells)})
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn as one */}
      <div role="group" aria-label="Outlines before or after the change" className={classes["sides"]}>
        <UnstyledButton aria-pressed={showBefore} title="The stored outlines (b)" onClick={() => show(true)}>
          Before
        </UnstyledButton>
        <UnstyledButton aria-pressed={!showBefore} title="The preview's outlines (b)" onClick={() => show(false)}>
          After
        </UnstyledButton>
      </div>
    </PicturePlate>
  );
}
