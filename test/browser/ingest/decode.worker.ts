import { problemFrom } from "../../../src/domain/errors.ts";
import { tileId } from "../../../src/domain/tile/tile.ts";
import { decodeTile } from "../../../src/ingest/decode/decode-tile.ts";
import { listFiles } from "../../../src/ingest/files/list-files.ts";
import { groupChannels } from "../../../src/ingest/grouping/group-channels.ts";
import { never } from "../../never.ts";

/**
 * Lists, groups and decodes the files that it receives, as the product's workers do. It answers
 * with pixels or a problem.
 */
addEventListener("message", async ({ data }: MessageEvent<File[]>) => {
  try {
    const { files } = await listFiles(
      data.map((file) => ({ name: file.name, file })),
      never,
    );
    const [group] = groupChannels(files).groups;
    postMessage(group ? await decodeTile(tileId(group.tileId), group.source, []) : "no tile");
  } catch (error) {
    postMessage(problemFrom(error, "worker"));
  }
});
