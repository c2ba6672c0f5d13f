import { type Problem, problemFrom } from "../../domain/errors.ts";
import type { SourceFile } from "../../domain/tile/tile.ts";
import { readArchiveDirectory } from "./archive-directory.ts";
import { parseFilename } from "./parse-filename.ts";
import { isUnreadable, sourceGone } from "./read-source.ts";

/**
 * Makes one flat list of what was dropped: .zip archives are opened, their members listed by the central directory (no
 * member is read), and the operating system's own files (.DS_Store, Thumbs.db ...) left out. A member's `name` is
 * `archive.zip/its/path`. Never rejects: broken and encrypted archives become `BrokenArchive` problems, and what can be
 * read of them is listed.
 */
export async function listFiles(
  files: readonly { readonly name: string; readonly file: Blob }[],
): Promise<{ files: SourceFile[]; problems: Problem[] }> {
  const listed: SourceFile[] = [];
  const problems: Problem[] = [];
  for (const { name, file } of files) {
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
      problems.push(problemFrom(sourceGone(name), name));
      return;
    }
    problems.push(
      brokenArchive(
        name,
        `${name} cannot be opened: it is no .zip archive, or a damaged or incomplete one.`,
        "Copy or download it again, or unpack it and drop the files themselves.",
      ),
    );
  }
}

function brokenArchive(subject: string, message: string, remedy: string): Problem {
  return { tag: "BrokenArchive", subject, message, remedy };
}
