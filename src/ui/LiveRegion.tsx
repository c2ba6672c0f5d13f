import { VisuallyHidden } from "@mantine/core";
import { useAnnouncement } from "../state/announce.ts";

/** Says to screen readers what changed; nothing is seen. */
export function LiveRegion() {
  const text = useAnnouncement();
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {text}
    </VisuallyHidden>
  );
}
