import { expect, test } from "vitest";
import { instanceJsonSchema } from "./instance-schema.ts";

test("the schema for editors is the one that instance files are read with", async () => {
  await expect(`${JSON.stringify(instanceJsonSchema(), null, 2)}\n`).toMatchFileSnapshot("../../instance.schema.json");
});
