import type { IncomingHttpHeaders } from "node:http";
import { expect, test } from "vitest";
import type { Entry } from "../journal/event.ts";
import { Attribution } from "./attribution.ts";
import { externalRecord } from "./external-record.ts";

test("the key stands in the record where the API is declared to act once for it", () => {
  expect(keyOf({ "idempotency-key": '"k-1"' })).toBe('"k-1"');
  expect(keyOf({ "idempotency-key": "k-1" }, { declared: false })).toBeUndefined();
});

test("a request with no key, or an empty one, has none", () => {
  expect(keyOf({})).toBeUndefined();
  expect(keyOf({ "idempotency-key": "" })).toBeUndefined();
});

test("no other header gets into the record", () => {
  const entries = passed({ headers: { "idempotency-key": "k-1", authorization: "Bearer secret" } });
  expect(JSON.stringify(entries)).not.toContain("secret");
});

test("a long key is cut, and stays unlike another that begins in the same way", () => {
  const long = keyOf({ "idempotency-key": `${"k".repeat(300)}1` });
  const other = keyOf({ "idempotency-key": `${"k".repeat(300)}2` });
  expect([long?.length, other?.length]).toEqual([255, 255]);
  expect(long).not.toBe(other);
});

test("two answers can be told apart by their record, where there was a key and the API did something", () => {
  const headers = { "idempotency-key": "k-1" };
  const answerOf = (body: string, more: { status?: number; headers?: IncomingHttpHeaders } = {}) =>
    passed({ headers, body, ...more }).flatMap((entry) =>
      entry.type === "external.answered" ? [entry.answer] : [],
    )[0];
  expect(answerOf('{"reservationNumber":"1001"}')).toBe(answerOf('{"reservationNumber":"1001"}'));
  expect(answerOf('{"reservationNumber":"1001"}')).not.toBe(answerOf('{"reservationNumber":"1002"}'));
  expect(answerOf("", { status: 409 })).toBeUndefined();
  expect(answerOf("", { headers: {} })).toBeUndefined();
});

function keyOf(headers: IncomingHttpHeaders, { declared = true } = {}) {
  return passed({ headers, declared }).flatMap((entry) =>
    entry.type === "external.started" ? [entry.idempotencyKey] : [],
  )[0];
}

/** What is written of one request and its answer. */
function passed({
  headers,
  declared = true,
  status = 201,
  body = "",
}: {
  readonly headers: IncomingHttpHeaders;
  readonly declared?: boolean;
  readonly status?: number;
  readonly body?: string;
}): readonly Entry[] {
  const entries: Entry[] = [];
  const external = {
    ...{ name: "restaurant", url: new URL("http://127.0.0.1"), start: undefined, environmentVariable: "URL" },
    ...{
      role: "api" as const,
      listing: undefined,
      reset: undefined,
      idempotencyHeader: declared ? "Idempotency-Key" : undefined,
    },
  };
  const record = externalRecord(external, new Attribution(), (entry) => entries.push(entry));
  const conditions = { latencyMs: 0, fault: undefined };
  record.started({ id: "1", mouth: "e", method: "POST", path: "/", headers, body: Buffer.from(""), conditions });
  record.answered({ id: "1", status, body: Buffer.from(body) });
  record.finished({ id: "1", delivered: { type: "response", status }, reached: true });
  return entries;
}
