import { VisuallyHidden } from "@mantine/core";
import { useAnnouncement } from "../state/stores/announce.ts";

/** Tells screen readers what changed; it is not visible. */
export function LiveRegion() {
  const text = useAnnouncement();
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {text}
    </VisuallyHidden>
  );
}
