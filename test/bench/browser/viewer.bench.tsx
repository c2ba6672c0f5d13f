import { expect, it } from "vitest";
import { page } from "vitest/browser";
import { makeRecord } from "../../browser/ui/fakes/fake-tile.ts";
import { everyTestOnAFreshPage, openPage } from "../../browser/ui/open-page.tsx";
import { median } from "../tell-ratio.ts";

everyTestOnAFreshPage();

const viewer = (name: string) => page.getByRole("application", { name: `Tile ${name}` });
const showTile = (name: string) =>
  (page.getByTestId(`tile-${name}`).getByRole("button").first().element() as HTMLElement).click();
const canvas = () => document.querySelector<HTMLCanvasElement>("#deckgl-wrapper canvas");

/** Calls `ask` once a frame until it answers. */
async function eachFrame<Answer>(ask: () => Answer | null | undefined | false): Promise<Answer> {
  for (;;) {
    const answer = ask();
    if (answer) return answer;
    await new Promise(requestAnimationFrame);
  }
}

it("gives the GPU's context back when another tile comes into view", async () => {
  const names = ["tile-1", "tile-2"];
  await openPage({ snapshot: { tiles: names.map((name, index) => makeRecord(name, { addedAt: index })) } });
  const gone: number[] = [];
  const shown: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    const name = names[(round + 1) % 2]!;
    const before = await eachFrame(() => canvas()?.getContext("webgl2"));
    // Waits for a first frame, because deck.gl cannot give back a context that it does not have yet.
    for (let frame = 0; frame < 30; frame += 1) await new Promise(requestAnimationFrame);
    const started = performance.now();
    showTile(name);
    await Promise.all([
      eachFrame(() => before.isContextLost()).then(() => gone.push(performance.now() - started)),
      eachFrame(() => viewer(name).elements().length > 0).then(() => shown.push(performance.now() - started)),
    ]);
  }
  const ratio = median(gone) / median(shown);
  console.log(
    `context given back ${median(gone).toFixed(0)} ms after another tile was chosen, ${ratio.toFixed(1)} x the ` +
      `${median(shown).toFixed(0)} ms after which that tile is in view`,
  );
  expect(ratio).toBeLessThan(3);
});
