import { VisuallyHidden } from "@mantine/core";
import { useAnnouncement } from "../state/stores/announce.ts";

/** Says to screen readers what changed; nothing is seen. */
export function LiveRegion() {
  const text = useAnnouncement();
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {text}
    </VisuallyHidden>
  );
}
