import { describe, expect, test } from "vitest";
import { hpaClasses } from "../../../../src/domain/localisation/localisation.ts";
import { parseAnnotations } from "../../../../src/ingest/annotations/parse-annotations.ts";
import { parseFilename } from "../../../../src/ingest/files/parse-filename.ts";

const parse = (text: string) => {
  const { labels, problems } = parseAnnotations(text, "train.csv", hpaClasses);
  return { labels: Object.fromEntries(labels), problems };
};

describe("tables that are read", () => {
  test.each([
    ["as Kaggle writes it", "ID,Label\na,8|5|0\nb,17\n"],
    ["with CRLF and no end of line", "ID,Label\r\na,8|5|0\r\nb,17"],
    ["with a byte-order mark", "\uFEFFID,Label\na,8|5|0\nb,17"],
    ["with semicolons", "ID;Label\na;8|5|0\nb;17"],
    ["with tabs", "ID\tLabel\na\t8|5|0\nb\t17"],
    ["in another order, case and company", "Well, label ,iD,x\nA1,8|5|0,a,1\nA2,17,b,"],
    ["with quotes", '"ID","Label"\n"a","8|5|0"\n"b","17"'],
    ["with blank lines and spaces", "\nID,Label\n\n a , 8 | 5|0|| \n,\n\nb,17\n\n"],
    ["with repeats", "ID,Label\na,5|8|0|5\nb,17|17"],
    [
      "with names",
      "ID,Label\na,Nucleoplasm|intermediate filaments|Nuclear bodies\nb,Vesicles and punctate cytosolic patterns",
    ],
  ])("%s", (_, text) => {
    expect(parse(text)).toEqual({ labels: { a: [0, 5, 8], b: [17] }, problems: [] });
  });

  test("gives tiles the same names as file names do, however letters with accents are encoded", () => {
    const [one, two] = ["Z\u00E4hler", "Za\u0308hler"];
    for (const id of [one, two]) {
      expect(Object.keys(parse(`ID,Label\n${id},3`).labels)).toEqual([one]);
      expect(parseFilename(`plate/${id}_red.png`)).toEqual({ kind: "channel", tile: one, channel: "red" });
    }
  });

  test("knows a user's own classes", () => {
    const classes = { names: ["Dots", "Rim; inner", "7"], negative: null };
    const { labels, problems } = parseAnnotations("ID,Label\na,rim; inner|dots\nb,2", "t.csv", classes);
    expect(Object.fromEntries(labels)).toEqual({ a: [0, 1], b: [2] });
    expect(problems).toEqual([]);
  });

  test("reads a table of the full data set's size", () => {
    const rows = Array.from({ length: 21_806 }, (_, i) => `tile-${i},${i % 19}|${(i * 7) % 19}`);
    const { labels, problems } = parseAnnotations(`ID,Label\n${rows.join("\n")}`, "train.csv", hpaClasses);
    expect(labels.size).toBe(21_806);
    expect(problems).toEqual([]);
  });
});

describe("proteins", () => {
  const proteinsOf = (text: string) =>
    Object.fromEntries(parseAnnotations(text, "train.csv", hpaClasses).proteins.entries());

  test.each([
    ["ID,Label,Antibody\na,0,HPA1\nb,1, HPA2 \nc,2,", { a: "antibody HPA1", b: "antibody HPA2" }],
    ["antibody id;ID;label\nHPA1;a;0", { a: "antibody HPA1" }],
    ["ID,GENE,Label\na,TP53,0", { a: "gene TP53" }],
    ["ID,Antibody,gene,Label\na,HPA1,TP53,0\nb,HPA2,,1", { a: "gene TP53", b: "antibody HPA2" }],
    ["ID,Label\na,0", {}],
  ])("%s", (text, expected) => {
    const proteins = Object.entries(proteinsOf(text)).map(([tile, { kind, name }]) => [tile, `${kind} ${name}`]);
    expect(Object.fromEntries(proteins)).toEqual(expected);
  });
});

describe("problems of a table", () => {
  test.each([
    ["no header", "a,8|5|0\nb,17", 'train.csv has no header ID,Label; its first line is "a,8|5|0".'],
    ["another header", "name,classes\na,1", 'train.csv has no header ID,Label; its first line is "name,classes".'],
    ["nothing", "", 'train.csv has no header ID,Label; its first line is "".'],
  ])("%s", (_, text, message) => {
    const { labels, problems } = parse(text);
    expect(labels).toEqual({});
    expect(problems).toMatchObject([{ tag: "MissingHeader", subject: "train.csv", message }]);
  });

  test("a problem names the row of an unknown class, and the row's other classes are kept", () => {
    const { labels, problems } = parse("ID,Label\na,8|19|0\nb,Nucleus\nc,-1|1.5|3");
    expect(labels).toEqual({ a: [0, 8], c: [3] });
    expect(problems.map((problem) => problem.tag)).toEqual(Array(4).fill("UnknownClass"));
    expect(problems[0]).toMatchObject({
      subject: "train.csv",
      message: 'Row 2 of train.csv gives tile a the label "19", which is none of the 19 classes.',
      remedy: "Write labels as 0 to 18 or as class names, joined with |; the row's other labels are used.",
    });
    expect(problems[1]?.message).toContain('Row 3 of train.csv gives tile b the label "Nucleus"');
  });

  test("the first of two rows for a tile is kept", () => {
    const { labels, problems } = parse("ID,Label\na,1\nb,2\na,3");
    expect(labels).toEqual({ a: [1], b: [2] });
    expect(problems).toMatchObject([
      { tag: "DuplicateRow", message: "Row 4 of train.csv labels tile a again; row 2 is used." },
    ]);
  });

  test.each([
    ["in an ID", 'ID,Label\nx,"1|2"\n"a,3\nb,4\n"c",5\n', { x: [1, 2], a: [3], b: [4], c: [5] }],
    ["in a label", 'ID,Label\r\nx,1\r\na,"3|4\r\nb,"5"\r\nc,6', { x: [1], a: [3, 4], b: [5], c: [6] }],
  ])("a quotation mark that is never closed swallows no rows, %s", (_, text, expected) => {
    const { labels, problems } = parse(text);
    expect(labels).toEqual(expected);
    expect(problems).toMatchObject([
      {
        tag: "BrokenTable",
        subject: "train.csv",
        message:
          "Row 3 of train.csv has a quotation mark that is never closed; the table was read without quotation marks.",
      },
    ]);
  });

  test("a row without a label and a row without a tile are problems", () => {
    const { labels, problems } = parse("ID,Label\na,\nb\n,4\nd,2");
    expect(labels).toEqual({ d: [2] });
    expect(problems.map((problem) => problem.message)).toEqual([
      "Row 2 of train.csv gives tile a no label.",
      "Row 3 of train.csv gives tile b no label.",
      "Row 4 of train.csv names no tile.",
    ]);
  });

  test("twenty thousand similar problems are folded into a few messages", () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `tile-${i},99`);
    const { labels, problems } = parse(`ID,Label\n${rows.join("\n")}\nx,1\nx,2`);
    expect(labels).toEqual({ x: [1] });
    expect(problems).toHaveLength(7);
    expect(problems[5]).toMatchObject({ tag: "UnknownClass", subject: "train.csv" });
    expect(problems[5]?.message).toMatch(/^19,995 more like this: Row 2 of train.csv/);
    expect(problems[6]?.tag).toBe("DuplicateRow");
  });
});
