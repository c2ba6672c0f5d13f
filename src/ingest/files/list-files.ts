import { type Problem, problemFrom } from "../../domain/errors.ts";
import { fileGone } from "../../domain/file-gone.ts";
import { openPauses } from "../../domain/open-pauses.ts";
import type { SourceFile } from "../../domain/tile/tile.ts";
import { readArchiveDirectory } from "./archive-directory.ts";
import { parseFilename } from "./parse-filename.ts";
import { isUnreadable } from "./read-source.ts";

/**
 * Makes one flat list of the dropped files. It opens .zip archives and lists their members by the central
 * directory, without reading a member. It leaves out the operating system's own files (.DS_Store, Thumbs.db ...). A
 * member's `name` is `archive.zip/its/path`. The function never rejects: a broken or encrypted archive becomes a
 * `BrokenArchive` problem, and its readable members are listed.
 * @throws Cancelled when the signal is aborted.
 */
export async function listFiles(
  files: readonly { readonly name: string; readonly file: Blob }[],
  signal: AbortSignal,
): Promise<{ files: SourceFile[]; problems: Problem[] }> {
  const listed: SourceFile[] = [];
  const problems: Problem[] = [];
  const pause = openPauses(signal);
  for (const { name, file } of files) {
    await pause();
    const { kind } = parseFilename(name);
    if (kind === "system") continue;
    if (kind !== "archive") listed.push({ name, file });
    else if (file.size === 0) problems.push(brokenArchive(name, `${name} is empty (0 bytes).`, "Copy it again."));
    else await listMembers(name, file, listed, problems);
  }
  return { files: listed, problems };
}

async function listMembers(name: string, file: Blob, listed: SourceFile[], problems: Problem[]): Promise<void> {
  try {
    const members = await readArchiveDirectory(file);
    let locked = 0;
    for (const [entry, member] of members) {
      const path = `${name}/${entry}`;
      if (parseFilename(path).kind === "system") continue;
      if (member.encrypted) locked += 1;
      else listed.push({ name: path, file, entry, size: member.uncompressedSize });
    }
    if (locked > 0) {
      problems.push(
        brokenArchive(
          name,
          `${name} is encrypted: ${locked} of its files cannot be read.`,
          "Unpack it with its password and drop the files themselves.",
        ),
      );
    }
  } catch (error) {
    if (isUnreadable(error)) {
      problems.push(problemFrom(fileGone(name), name));
      return;
    }
    problems.push(
      brokenArchive(
        name,
        `${name} cannot be opened: it is not a .zip archive, or it is damaged or incomplete.`,
        "Copy or download it again, or unpack it and drop the files themselves.",
      ),
    );
  }
}

function brokenArchive(subject: string, message: string, remedy: string): Problem {
  return { tag: "BrokenArchive", subject, message, remedy };
}
