import { Section } from "../controls/Section.tsx";
import { MapSection } from "./MapSection.tsx";
import { ReviewSection } from "./ReviewSection.tsx";

/** All cells of the data set: a map of them, and a list of cells to look at. */
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
