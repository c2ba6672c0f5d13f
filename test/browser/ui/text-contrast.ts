/** A text whose contrast with its background is too low by WCAG 2.2 (success criterion 1.4.3). */
export interface PoorText {
  readonly text: string;
  readonly ratio: number;
  readonly colour: string;
  readonly behind: string;
}

type Colour = readonly [number, number, number, number];

/** A CSS colour of any form is drawn on its one pixel and read back. */
const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

function read(css: string): Colour {
  if (context === null) throw new Error("This browser draws no 2D pictures.");
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = css;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

function over([r, g, b, a]: Colour, [r2, g2, b2]: Colour): Colour {
  return [r * a + r2 * (1 - a), g * a + g2 * (1 - a), b * a + b2 * (1 - a), 1];
}

function luminance([red, green, blue]: Colour): number {
  const channel = (value: number) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
}

function behind(element: Element | null): Colour {
  if (element === null) return [255, 255, 255, 1];
  const own = read(getComputedStyle(element).backgroundColor);
  return own[3] === 1 ? own : over(own, behind(element.parentElement));
}

function isDisabled(element: Element): boolean {
  return element.closest(":disabled, [data-disabled], [aria-disabled=true], [aria-hidden=true]") !== null;
}

/** Finds visible text with a contrast below 4.5:1. It leaves out disabled controls, as the criterion does. */
export function poorText(root: Element): readonly PoorText[] {
  const poor: PoorText[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? "";
    if (element === null || text === "" || isDisabled(element) || !element.checkVisibility()) continue;
    const { color } = getComputedStyle(element);
    const ground = behind(element);
    const front = over(read(color), ground);
    const [light = 0, dark = 0] = [luminance(front), luminance(ground)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < 4.5) poor.push({ text: text.slice(0, 40), ratio, colour: color, behind: ground.join(" ") });
  }
  return poor;
}
