import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cachedFile, openEmbedded } from "./embedded.mjs";

const schema = "create table book (page integer)";
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "restaurant-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** How many rows a database has that has just been opened; it writes one. */
async function rowsAtStart(): Promise<unknown> {
  const database = await openEmbedded(schema, { cacheFolder: folder });
  try {
    const rows = await database.query<unknown>("select * from book");
    await database.query("insert into book values (1)");
    return rows.length;
  } finally {
    await database.close();
  }
}

test("two that start at once on a broken cache file leave a whole one", async () => {
  const cached = cachedFile(schema, folder);
  await writeFile(cached, "not what it should be");

  expect(await Promise.all([rowsAtStart(), rowsAtStart()])).toEqual([0, 0]);
  expect(await readdir(folder)).toEqual([basename(cached)]);
});

test("a cache file that was cut off, or has another byte somewhere, is made anew", async () => {
  const cached = cachedFile(schema, folder);
  const whole = await readFile(cached);
  const changed = Buffer.from(whole);
  changed[20_000_000] = (whole[20_000_000] ?? 0) ^ 1;
  for (const broken of [whole.subarray(0, 30_000_000), changed]) {
    await writeFile(cached, broken);
    expect(await rowsAtStart()).toBe(0);
    expect((await readFile(cached)).length).toBe(whole.length);
  }
});

test("a start from the cache has an empty database", async () => {
  expect(await rowsAtStart()).toBe(0);
});
