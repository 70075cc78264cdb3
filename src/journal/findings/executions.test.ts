import fc from "fast-check";
import { expect, test } from "vitest";
import type { ExternalRecord } from "../contacts.ts";
import { executions } from "./executions.ts";

const requests = fc
  .array(
    fc.record({
      key: fc.constantFrom(undefined, "k-1", "k-2"),
      status: fc.constantFrom(undefined, 201, 409, 500),
      answer: fc.constantFrom("1001", "1002"),
    }),
    { maxLength: 8 },
  )
  .map((all) => all.map(request));

test("without keys every request is an execution", () => {
  fc.assert(
    fc.property(requests, (all) => {
      const keyless = all.map((one) => ({ ...one, started: { ...one.started, idempotencyKey: undefined } }));
      expect(executions(keyless)).toEqual(keyless);
    }),
  );
});

test("a key is as many executions as it has different successes, and one where it has none", () => {
  fc.assert(
    fc.property(requests, (all) => {
      for (const key of ["k-1", "k-2"]) {
        const own = all.filter(({ started }) => started.idempotencyKey === key);
        const successes = new Set(own.flatMap(({ answered }) => answered?.answer ?? []));
        const counted = executions(all).filter(({ started }) => started.idempotencyKey === key);
        expect(counted).toHaveLength(own.length === 0 ? 0 : Math.max(1, successes.size));
        expect(counted[0]).toBe(own[0]);
      }
    }),
  );
});

test("what an API did after a record was cut off is never counted as less than what stands in it", () => {
  fc.assert(
    fc.property(requests, fc.nat(8), (all, length) => {
      expect(executions(all).length).toBeGreaterThanOrEqual(executions(all.slice(0, length)).length);
    }),
  );
});

interface Drawn {
  readonly key: string | undefined;
  readonly status: number | undefined;
  readonly answer: string;
}

function request({ key, status, answer }: Drawn, index: number): ExternalRecord {
  const about = { id: `r-${index}`, at: index, external: "restaurant", contactId: "c-1", attemptId: "a-1" };
  return {
    started: {
      type: "external.started",
      ...about,
      ...{ role: "api", idempotencyKey: key, method: "POST", path: "/reservations", body: "", meaning: "a table" },
      ...{ fault: undefined, latencyMs: 0 },
    },
    answered:
      status === undefined
        ? undefined
        : { type: "external.answered", ...about, status, answer: status === 201 ? answer : undefined },
    finished: undefined,
  };
}
