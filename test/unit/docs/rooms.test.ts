import { expect, it } from "vitest";
import rooms from "../../rooms.json" with { type: "json" };
import { readDocument } from "./documents.ts";

const names = Object.keys(rooms).sort();

it("docs/architecture.md lists every room, and no other", () => {
  const [, section = ""] = readDocument("docs/architecture.md").text.split(/^## /m);
  const listed = section.matchAll(/^\| `([a-z/-]+)` \|/gm);
  expect([...listed].map(([, room]) => room).sort()).toEqual(names);
});

it("the README's picture shows every wing with its rooms", () => {
  const text = readDocument("README.md").text.replaceAll(/\]\n +\[/g, " ");
  const picture = text.matchAll(/^(?:src\/)?([a-z]+)\/(?: +\[([^\]]+)\])?/gm);
  const drawn = [...picture].flatMap(([, wing = "", within = ""]) =>
    within.split(/\s+/).map((room) => (room === "" ? wing : `${wing}/${room}`)),
  );
  // A wing that is parted may hold files beside its rooms; the picture need not say so.
  const expected = names.filter((name) => name.includes("/") || !names.some((other) => other.startsWith(`${name}/`)));
  expect(drawn.filter((name) => name !== "test" && name !== "docs").sort()).toEqual(expected);
});
