import { afterAll, beforeAll, expect, it } from "vitest";
import { tileId } from "../../../src/domain/tile/tile.ts";
import { clearStorage } from "../../../src/storage/clear-storage.ts";
import { loadFailures, putFailures } from "../../../src/storage/failure-log.ts";
import { loadProblems } from "../../../src/storage/problem-store.ts";
import { loadTileRows } from "../../../src/storage/tile-rows.ts";
import { makeRecord } from "../../unit/domain/failure/make-record.ts";
import { makeRow } from "./make-row.ts";
import { settle } from "./settle.ts";

/** A database as version 4 left it, before there was a log of failures. */

const problem = { tag: "EmptyFile", subject: "a_red.png", message: "It is empty.", remedy: "Copy it again." };

beforeAll(async () => {
  await settle(indexedDB.deleteDatabase("cytotope"));
  const opening = indexedDB.open("cytotope", 4);
  opening.onupgradeneeded = () => {
    const database = opening.result;
    database.createObjectStore("tiles", { keyPath: "record.id" });
    database.createObjectStore("cells", { keyPath: "tileId" });
    database.createObjectStore("weakLabels", { keyPath: "tileId" });
    database.createObjectStore("problems");
    database.createObjectStore("predictions", { keyPath: "tileId" });
    database.createObjectStore("runs", { keyPath: "id" }).createIndex("startedAt", "startedAt");
    database.createObjectStore("models", { keyPath: "id" }).createIndex("createdAt", "createdAt");
    database.createObjectStore("settings");
    database.createObjectStore("masks", { keyPath: "tileId" });
    database.createObjectStore("corrections", { keyPath: ["tileId", "position"] });
    database.createObjectStore("weights", { keyPath: "id" });
  };
  const database = await settle(opening);
  const stores = database.transaction(["tiles", "problems"], "readwrite");
  await settle(stores.objectStore("tiles").put(makeRow("tile 7")));
  await settle(stores.objectStore("problems").put(problem, "EmptyFile"));
  database.close();
});

afterAll(clearStorage);

it("keeps what version 4 stored", async () => {
  expect((await loadTileRows()).map(({ record }) => record.id)).toEqual([tileId("tile 7")]);
  expect(await loadProblems()).toEqual([problem]);
});

it("has an empty log, with room for failures", async () => {
  expect(await loadFailures()).toEqual([]);
  const record = makeRecord(new Error("first"));
  await putFailures([record]);
  expect(await loadFailures()).toEqual([record]);
});
