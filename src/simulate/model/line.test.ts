import { expect, test } from "vitest";
import { all } from "../../journal/contacts.ts";
import { findings } from "../../journal/findings/index.ts";
import { following } from "../choices.ts";
import { carefulLine, type ModelLine, naiveLine, playModel, reservationLine } from "./line.ts";

const seconds = [1, 2, 3, 4, 5, 6, 7, 8] as const;
const grid = seconds.flatMap((blockSeconds) => seconds.map((functionSeconds) => ({ blockSeconds, functionSeconds })));

test("a function that takes exactly its own time-out starts as often as the rule says, in all 64 cells", () => {
  const line = (timeOuts: (typeof grid)[number]) => {
    const { functionSeconds } = timeOuts;
    return reservationLine(function* sleepSeconds() {
      yield { type: "wait", ms: functionSeconds * 1_000 };
      return { status: "reserved" };
    }, timeOuts);
  };
  const played = grid.map((cell) => [cell, attempts(line(cell)).length]);
  expect(played).toEqual(grid.map((cell) => [cell, startsByTheRule(cell)]));
});

/** One where the function may run as long as the block waits; else the starts at 0, L + d, 2 (L + d) … before C, four at most. */
function startsByTheRule({ blockSeconds, functionSeconds }: (typeof grid)[number]): number {
  const retryDelayMs = 50;
  if (functionSeconds >= blockSeconds) return 1;
  return Math.min(4, Math.ceil((blockSeconds * 1_000) / (functionSeconds * 1_000 + retryDelayMs)));
}

test("a request to the model's API stands in the journal as the tap would write it", () => {
  const { events } = playModel(naiveLine, following([]));
  const [started, answered, finished] = events.filter(({ type }) => type.startsWith("external."));
  expect(started).toMatchObject({ method: "POST", path: "/reservations", latencyMs: 200, fault: undefined });
  expect(answered).toMatchObject({ status: 201 });
  expect(finished).toMatchObject({ delivered: { type: "response", status: 201 }, reached: true });
  expect((finished?.at ?? 0) - (started?.at ?? 0)).toBe(200);
});

test.each([
  ["cold-start", "call-1/reserve-1/attempt-1", ["succeeded"]],
  ["throttled", "call-1/reserve-1/attempt-1", ["throttled", "succeeded"]],
  ["service-error", "call-1/reserve-1/attempt-1", ["serviceError", "succeeded"]],
  ["crash-before", "call-1/reserve-1/attempt-1/request-1", ["functionError", "succeeded"]],
  ["reset-before", "call-1/reserve-1/attempt-1/request-1", ["functionError", "succeeded"]],
  ["error-before", "call-1/reserve-1/attempt-1/request-1", ["functionError", "succeeded"]],
  ["1-ms-before-function", "call-1/reserve-1/attempt-1/request-1", ["succeeded"]],
])("%s alone does no harm to the naive line", (option, point, outcomes) => {
  const { events } = playModel(naiveLine, following([{ point, option }]));
  expect(all(events, "attempt.finished").map(({ outcome }) => outcome.type)).toEqual(outcomes);
  expect(findings(events)).toEqual([]);
});

test("a caller who hangs up and dials again finds the reservation that the first call made", () => {
  const { events } = playModel(carefulLine, following([{ point: "call-1/prompt-3", option: "dials-again" }]));
  expect(all(events, "contact.disconnected").map(({ by }) => by)).toEqual(["customer", "flow"]);
  expect(all(events, "external.answered").map(({ status }) => status)).toEqual([200, 201, 200]);
});

function attempts(line: ModelLine) {
  return all(playModel(line, following([])).events, "attempt.started");
}
