import { expect, test } from "vitest";
import { connectPolicy } from "./policy.ts";
import { understand } from "./response.ts";

test("a flat map of texts is understood either way", () => {
  const payload = '{"status":"confirmed","number":"4021"}';
  const response = { status: "confirmed", number: "4021" };
  expect(understand(payload, "STRING_MAP", connectPolicy)).toEqual({ type: "understood", response });
  expect(understand(payload, "JSON", connectPolicy)).toEqual({ type: "understood", response });
});

test("numbers, nesting and null are for JSON only, and the reason names them", () => {
  const payload = '{"statusCode":200,"table":{"seats":4},"note":null,"list":[]}';
  expect(understand(payload, "JSON", connectPolicy).type).toBe("understood");
  expect(understand(payload, "STRING_MAP", connectPolicy)).toEqual({
    type: "notUnderstood",
    why: "a STRING_MAP has only texts, and these are not: statusCode (number), table (object), note (null), list (a list)",
  });
});

test("an instance may take numbers and booleans as texts", () => {
  const lenient = { ...connectPolicy, stringMapValues: "primitives" } as const;
  expect(understand('{"statusCode":200,"ok":true}', "STRING_MAP", lenient)).toEqual({
    type: "understood",
    response: { statusCode: "200", ok: "true" },
  });
});

test.each(["null", "[]", '"done"', "17", "{"])("%s is no answer that Connect understands", (payload) => {
  expect(understand(payload, "JSON", connectPolicy)).toEqual({ type: "notUnderstood", why: "it is not a JSON object" });
});

test("32 KB of UTF-8 are the most that is taken", () => {
  const padding = (bytes: number) => JSON.stringify({ a: "x".repeat(bytes - 8) });
  expect(understand(padding(32_768), "STRING_MAP", connectPolicy).type).toBe("understood");
  expect(understand(padding(32_769), "STRING_MAP", connectPolicy).type).toBe("notUnderstood");
});
