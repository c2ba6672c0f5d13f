import { BlobReader, type FileEntry, ZipReader } from "@zip.js/zip.js";

/** The members of a .zip archive, keyed by their full name. Folders are left out. */
type ArchiveDirectory = ReadonlyMap<string, FileEntry>;

interface ReadDirectory {
  readonly file: Blob;
  readonly key: string | null;
  readonly members: Promise<ArchiveDirectory>;
}

/**
 * The directories that were read last, newest first. Parsing a directory takes about 18 µs for each member, so 350
 * ms for 20,000 of them, and every tile of an archive needs it. Several are kept, because a data set may come as
 * one archive for each channel. A file that was cloned between threads is another object, so it is recognised by
 * its name, size and date.
 */
let latest: readonly ReadDirectory[] = [];
const mostDirectories = 4;

/**
 * Lists the members of a .zip archive by its central directory. It reads no member.
 * @throws an ordinary error, not a problem, when the archive is
 * broken or cannot be read; the caller makes a problem of it.
 */
export function readArchiveDirectory(file: Blob): Promise<ArchiveDirectory> {
  const key = file instanceof File ? `${file.name}/${file.size}/${file.lastModified}` : null;
  const known = latest.find((read) => read.file === file || (key !== null && read.key === key));
  const read = known ?? { file, key, members: readMembers(file) };
  latest = [read, ...latest.filter((other) => other !== read)].slice(0, mostDirectories);
  // A failure is not kept: a file that cannot be read now may be readable when it is dropped again. The caller awaits
  // the same promise and gets the error.
  read.members.catch(() => {
    latest = latest.filter((other) => other !== read);
  });
  return read.members;
}

async function readMembers(file: Blob): Promise<ArchiveDirectory> {
  // This code already runs in a worker. zip.js must not start its own, which would also need a served script.
  const reader = new ZipReader(new BlobReader(file), { useWebWorkers: false });
  const members = new Map<string, FileEntry>();
  // Without "tolerant", a name such as `../../A_red.png` or `C:\A_red.png` would make the whole archive unreadable.
  // Such names do no harm here, because nothing is unpacked to a path.
  for (const entry of await reader.getEntries({ strictness: "tolerant", filenameValidation: "tolerant" })) {
    if (!entry.directory) members.set(entry.filename, entry);
  }
  return members;
}
