import type { MaskPart } from "../../domain/dataset/tile-mask.ts";
import { type Problem, problemFrom } from "../../domain/errors.ts";
import type { SourceFile, TileId, TileSource } from "../../domain/tile/tile.ts";
import { fileBytes } from "../files/file-bytes.ts";
import { emptyFile } from "../files/file-problems.ts";
import { parseFilename } from "../files/parse-filename.ts";
import { describeGroup } from "./describe-group.ts";
import { foldProblems } from "./fold-problems.ts";
import { mergeGroups } from "./merge-groups.ts";
import { sameFile } from "./same-file.ts";
import type { TileGroup } from "./tile-group.ts";

/** A label map of one tile, recognised by its file's name. */
export interface MaskFile {
  readonly tileId: TileId;
  readonly part: MaskPart;
  readonly file: SourceFile;
}

/**
 * Sorts files into tiles, masks and annotation tables. It looks only at their names and sizes.
 *
 * A problem with one tile is in its group (`TileGroup.problem`). The returned `problems` are about other files, and
 * about files that came twice. When the same file comes twice in one drop (equal name without folders, equal size),
 * it is kept once, and a `DuplicateTile` problem says so, because two plates with the same well names look like
 * this too. The operating system's own files are left out without a problem.
 */
export function groupChannels(files: readonly SourceFile[]): {
  groups: TileGroup[];
  tables: SourceFile[];
  masks: MaskFile[];
  problems: Problem[];
} {
  const groups = new Map<TileId, TileGroup>();
  const tables: SourceFile[] = [];
  const masks: MaskFile[] = [];
  const problems: Problem[] = [];

  const repeated = new Map<TileId, Problem>();

  const add = (tileId: TileId, source: TileSource) => {
    const group = groups.get(tileId);
    const twin = group && repeatedFile(group.source, source);
    if (twin && !repeated.has(tileId)) repeated.set(tileId, duplicateTile(tileId, twin));
    groups.set(tileId, group ? mergeGroups(group, { tileId, source }) : describeGroup(tileId, source));
  };

  for (const file of files) {
    const parsed = parseFilename(file.name);
    switch (parsed.kind) {
      case "channel":
        add(parsed.tile, { kind: "channels", channels: { [parsed.channel]: file } });
        break;
      case "stack":
        add(parsed.tile, { kind: "stack", file });
        break;
      case "table":
        if (fileBytes(file) === 0) problems.push(problemFrom(emptyFile(file.name), file.name));
        else if (!tables.some((other) => sameFile(other, file))) tables.push(file);
        break;
      case "archive":
        problems.push({
          tag: "UnknownFile",
          subject: file.name,
          message: `${file.name} is an archive inside an archive and was left out.`,
          remedy: "Unpack the outer archive and drop the inner one.",
        });
        break;
      case "unknown":
        problems.push({
          tag: "UnknownFile",
          subject: file.name,
          message: `${file.name} was left out: its name is not that of a channel, a label map or a table.`,
          remedy:
            "Name channel images <tile>_red, _green, _blue or _yellow (.png, .tif, .jpg, .webp), label maps <tile>_cellmask or _cells, label tables .csv.",
        });
        break;
      case "mask": {
        const { tile, part } = parsed;
        const earlier = masks.find((other) => other.tileId === tile && other.part === part);
        if (fileBytes(file) === 0) problems.push(problemFrom(emptyFile(file.name), file.name));
        else if (!earlier) masks.push({ tileId: tile, part, file });
        else if (!sameFile(earlier.file, file)) problems.push(twoMasks(tile, part, earlier.file, file));
        break;
      }
      case "system":
        break;
    }
  }
  problems.push(...repeated.values());
  return { groups: [...groups.values()], tables, masks, problems: foldProblems(problems, "Other files") };
}

function twoMasks(tile: TileId, part: MaskPart, kept: SourceFile, left: SourceFile): Problem {
  return {
    tag: "DuplicateChannel",
    subject: tile,
    message: `Two different masks claim the ${part} of tile ${tile}: ${kept.name} and ${left.name}; the first was kept.`,
    remedy: "Drop only the mask that you want; it replaces the other one.",
  };
}

/** The file of `kept` that is also in `added`; null when there is none. */
function repeatedFile(kept: TileSource, added: TileSource): SourceFile | null {
  const files = (source: TileSource) => (source.kind === "stack" ? [source.file] : Object.values(source.channels));
  return files(kept).find((file) => files(added).some((other) => sameFile(file, other))) ?? null;
}

function duplicateTile(tile: TileId, kept: SourceFile): Problem {
  return {
    tag: "DuplicateTile",
    subject: tile,
    message: `Tile ${tile} was dropped twice, with files of the same names and sizes; the one with ${kept.name} was kept.`,
    remedy: "If they are different fields of view, give them different names and drop them again.",
  };
}
