import type { BeforeAndAfter, ReliabilityBin } from "../../domain/localisation/evaluation.ts";
import classes from "./ReliabilityDiagram.module.css";

interface ReliabilityDiagramProps {
  /** What the diagram shows, in one sentence; for screen readers. */
  readonly label: string;
  readonly reliability: BeforeAndAfter<readonly ReliabilityBin[]>;
}

/** Left and top edge of the square, its side, and the height of the strip of counts under it, in px of the drawing. */
const [left, top, side, strip] = [40, 8, 250, 22];
const ticks = [0, 0.5, 1] as const;

const across = (share: number) => left + side * share;
const up = (share: number) => top + side * (1 - share);

/**
 * Draws the bins as points: x is the mean probability, y is the share of cells with the label. The two agree on the
 * diagonal.
 */
export function ReliabilityDiagram({ label, reliability }: ReliabilityDiagramProps) {
  const most = Math.max(1, ...reliability.after.map(({ count }) => count));
  return (
    <svg className={classes["diagram"]} viewBox="0 0 300 326" role="img" aria-label={label}>
      {ticks.map((tick) => (
        <g key={tick}>
          <path
            className={classes["grid"]}
            d={`M${across(0)} ${up(tick)}H${across(1)}M${across(tick)} ${up(0)}V${up(1)}`}
          />
          <text x={left - 6} y={up(tick) + 4} textAnchor="end">
            {tick}
          </text>
          <text x={across(tick)} y={up(0) + strip + 16} textAnchor="middle">
            {tick}
          </text>
        </g>
      ))}
      <path className={classes["ideal"]} d={`M${across(0)} ${up(0)}L${across(1)} ${up(1)}`} />
      <Points bins={reliability.before} look="before" />
      <Points bins={reliability.after} look="after" />
      {reliability.after.map(({ count }, bin) => {
        const height = (strip - 4) * (count / most);
        const x = across(bin / reliability.after.length) + 1;
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bin is identified by nothing but its index
            key={bin}
            className={classes["counts"]}
            x={x}
            y={up(0) + strip - height}
            width={side / reliability.after.length - 2}
            height={height}
          />
        );
      })}
      <text x={across(0.5)} y={318} textAnchor="middle">
        Probability
      </text>
      <text transform={`translate(10 ${up(0.5)}) rotate(-90)`} textAnchor="middle">
        Share of cells with the label
      </text>
    </svg>
  );
}

function Points({ bins, look }: { readonly bins: readonly ReliabilityBin[]; readonly look: "before" | "after" }) {
  const points = bins.flatMap(({ meanProbability, positiveShare }) =>
    meanProbability === null || positiveShare === null ? [] : [{ x: across(meanProbability), y: up(positiveShare) }],
  );
  return (
    <g className={classes[look]}>
      <polyline points={points.map(({ x, y }) => `${x},${y}`).join(" ")} />
      {points.map(({ x, y }) => (
        <circle key={x} cx={x} cy={y} r={look === "after" ? 4 : 3} />
      ))}
    </g>
  );
}
