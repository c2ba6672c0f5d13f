import { Section } from "../controls/Section.tsx";
import { MapSection } from "./MapSection.tsx";
import { ReviewSection } from "./ReviewSection.tsx";

/** All cells at once: how they lie to each other, and which to look at. */
export function ExplorePanel() {
  return (
    <>
      <Section title="Map of the cells">
        <MapSection />
      </Section>
      <Section title="To review">
        <ReviewSection />
      </Section>
    </>
  );
}
