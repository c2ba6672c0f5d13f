import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

/** A calm blue-green, because the stains are loud. White text has a contrast of 4.6:1 on shade 7, 6:1 on shade 8. */
const petrol: MantineColorsTuple = [
  "#e4f6f9",
  "#cdebf1",
  "#9fd8e4",
  "#6cc4d6",
  "#46b4ca",
  "#2ba9c2",
  "#1596b0",
  "#0b7a91",
  "#06687c",
  "#005466",
];

/** A dark scheme with a little blue in it, so that grey images look neutral beside it. */
const dark: MantineColorsTuple = [
  "#dfe3e8",
  "#bfc6ce",
  "#a4adb8",
  "#75808c",
  "#3d4650",
  "#2f3740",
  "#242a31",
  "#171b20",
  "#12161a",
  "#0c0f12",
];

export const theme = createTheme({
  colors: { petrol, dark },
  primaryColor: "petrol",
  primaryShade: { light: 8, dark: 7 },
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  components: {
    Tooltip: {
      defaultProps: {
        withArrow: true,
        openDelay: 300,
        multiline: true,
        maw: 320,
        events: { hover: true, focus: true, touch: true },
      },
    },
    Menu: { defaultProps: { shadow: "md" } },
    Switch: { styles: { label: { fontSize: "var(--mantine-font-size-sm)" } } },
  },
});

/**
 * Mantine's own dimmed and error texts miss the contrast of 4.5:1 (WCAG AA) on some of our surfaces. WCAG asks for no
 * contrast in texts of disabled controls, but below 3:1 they cannot be read at all.
 */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#555e68",
    "--mantine-color-error": "#b3261e",
    "--mantine-color-placeholder": "#687180",
    "--mantine-color-disabled-color": "#6f7883",
    "--cyto-surface": "#f6f8f9",
    "--cyto-line": "#d9dee3",
    "--cyto-hover": "#e9eef1",
    "--cyto-selected": "#dcf0f4",
    "--cyto-accent": "#06687c",
    "--cyto-good": "#1d7a3c",
    "--cyto-warn": "#8f5300",
    "--cyto-bad": "#b3261e",
  },
  dark: {
    "--mantine-color-dimmed": "#a4adb8",
    "--mantine-color-error": "#ff9b94",
    "--mantine-color-placeholder": "#8d97a3",
    "--mantine-color-disabled-color": "#8d97a3",
    "--cyto-surface": "#1c2127",
    "--cyto-line": "#343c45",
    "--cyto-hover": "#262d34",
    "--cyto-selected": "#163a44",
    "--cyto-accent": "#6cc4d6",
    "--cyto-good": "#6fd08c",
    "--cyto-warn": "#f0b458",
    "--cyto-bad": "#ff9b94",
  },
});
