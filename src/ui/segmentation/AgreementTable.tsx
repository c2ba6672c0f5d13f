import type { MaskAgreement } from "../../domain/dataset/tile-mask.ts";
import { formatWhole } from "../format/format-number.ts";
import classes from "./AgreementTable.module.css";

interface AgreementTableProps {
  readonly caption: string;
  readonly agreement: readonly MaskAgreement[];
}

/** One row per IoU threshold: F1, and the counts from which it is computed. */
export function AgreementTable({ caption, agreement }: AgreementTableProps) {
  return (
    <table className={classes["table"]} aria-label={caption}>
      <thead>
        <tr>
          <th scope="col" title="Smallest intersection over union at which two outlines count as the same cell">
            IoU
          </th>
          <th scope="col" title="2 × found / (2 × found + extra + missed)">
            F1
          </th>
          <th scope="col" title="True positives: cells that have a partner in the mask">
            Found
          </th>
          <th scope="col" title="False positives: cells without a partner in the mask">
            Extra
          </th>
          <th scope="col" title="False negatives: cells of the mask that were not found">
            Missed
          </th>
        </tr>
      </thead>
      <tbody>
        {agreement.map(({ iou, f1, truePositives, falsePositives, falseNegatives }) => (
          <tr key={iou}>
            <th scope="row">{iou}</th>
            <td>{f1.toFixed(3)}</td>
            <td>{formatWhole(truePositives)}</td>
            <td>{formatWhole(falsePositives)}</td>
            <td>{formatWhole(falseNegatives)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
