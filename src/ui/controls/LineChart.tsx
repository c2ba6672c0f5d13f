import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import classes from "./LineChart.module.css";

interface ChartSeries {
  readonly name: string;
  /** Any CSS colour. */
  readonly colour: string;
  readonly values: readonly (number | null)[];
  /** A thin line without points, for a noisy curve behind the others. */
  readonly faint?: boolean;
}

interface LineChartProps {
  /** What the chart shows, in one sentence; for screen readers. */
  readonly label: string;
  readonly x: readonly number[];
  readonly series: readonly ChartSeries[];
  /** Right end of the x axis, which is never below 1. */
  readonly xEnd: number;
  /** Ends of the y axis. Without them it goes from 0 to just above the largest value. */
  readonly yRange?: readonly [number, number];
  /** Changes with the colour scheme, so that the axes are drawn again. */
  readonly scheme: string;
}

const height = 150;

function axisColours(element: HTMLElement) {
  const style = getComputedStyle(element);
  return { text: style.getPropertyValue("--mantine-color-dimmed"), grid: style.getPropertyValue("--cyto-line") };
}

/** A line chart drawn by uPlot. A new size, scheme or set of series makes a new plot; new values only update it. */
export function LineChart({ label, x, series, xEnd, yRange, scheme }: LineChartProps) {
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const frame = useRef<HTMLDivElement>(null);
  const frameRef = useMergedRef(sizeRef, frame);
  const plot = useRef<uPlot | null>(null);
  const data: uPlot.AlignedData = [[...x], ...series.map(({ values }) => [...values])];
  const latest = useRef({ data, xEnd });
  latest.current = { data, xEnd };
  const look = series.map(({ name, colour, faint }) => `${name} ${colour} ${faint}`).join("|");

  // biome-ignore lint/correctness/useExhaustiveDependencies: `look` represents the series; their values are set below
  useEffect(() => {
    const element = frame.current;
    if (element === null || width === 0) return;
    const { text, grid } = axisColours(element);
    const axis = { stroke: text, grid: { stroke: grid, width: 1 }, ticks: { show: false }, font: "11px system-ui" };
    const made = new uPlot(
      {
        width,
        height,
        legend: { show: false },
        cursor: { show: false },
        padding: [8, 8, 0, 0],
        scales: {
          x: { time: false, range: () => [0, Math.max(1, latest.current.xEnd)] },
          y: { range: (_, __, most) => (yRange ? [...yRange] : [0, Math.max(0.01, (most ?? 0) * 1.08)]) },
        },
        axes: [
          { ...axis, size: 26, incrs: [1, 2, 5, 10, 20, 50, 100, 200] },
          { ...axis, size: 42 },
        ],
        series: [
          {},
          ...series.map(({ colour, faint = false }) => ({
            stroke: colour,
            width: faint ? 1 : 2,
            alpha: faint ? 0.45 : 1,
            spanGaps: true,
            points: { show: !faint, size: 5, fill: colour },
          })),
        ],
      },
      latest.current.data,
      element,
    );
    plot.current = made;
    return () => {
      plot.current = null;
      made.destroy();
    };
  }, [width, look, scheme, yRange]);

  useEffect(() => {
    plot.current?.setData(data);
  });

  return <div ref={frameRef} className={classes["chart"]} role="img" aria-label={label} />;
}
