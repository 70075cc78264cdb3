import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Millis } from "../../src/clock/clock.ts";
import { Services } from "../../src/connect/services.ts";
import { CrashSite, caller, type Ending, type HangsUp, legacy } from "./crash-points.ts";
import { sample } from "./field-calls.ts";
import { withReservation } from "./with-reservation.ts";

/** CRASHES=2 searches deeper, and every pair of these, for half an hour; otherwise the function is killed once. */
const deviationsMax = process.env.CRASHES === "2" ? 2 : 1;
const pauses: readonly Millis[] = [1_000, 10_000, 600_000];
const moments: readonly HangsUp[] = ["while the function runs", "in the last sentence"];
const lines = [
  { language: "TypeScript", number: "+81312340003" },
  { language: "Python", number: "+81312340004" },
];

const legacyRestaurant = ["env", "RESTAURANT_API=legacy", process.execPath, "restaurant-api/server.mjs"];

/** After this time the safe line takes a request that nobody answered to be settled, where the API knows no keys (settledMs). */
const settledMs: Millis = 60_000;

const withKeys = { api: "an API that honours keys", instance: sample, settlesAfterMs: 0 };
const withoutKeys = { api: "a legacy API", instance: legacy(sample, legacyRestaurant), settlesAfterMs: settledMs };
const reserves = { wish: "a reservation", presses: caller.presses, pauses };
const changes = { wish: "a change", presses: ["2", ...caller.presses.slice(1)] };

describe.each([
  { ...withKeys, ...reserves },
  { ...withoutKeys, ...reserves },
  // One pause each: a change has other steps, and what its record says later is as with a reservation.
  { ...withKeys, ...changes, pauses: [10_000], instance: withReservation(withKeys.instance, caller.from) },
  { ...withoutKeys, ...changes, pauses: [600_000], instance: withReservation(withoutKeys.instance, caller.from) },
])("$wish, with $api", ({ instance, settlesAfterMs, presses, pauses }) => {
  let services: Services;
  beforeAll(async () => {
    services = await Services.start(instance);
  });
  afterAll(() => services.stop());

  describe.each(lines)("in $language", ({ language, number }) => {
    let site: CrashSite;
    beforeAll(async () => {
      site = await CrashSite.open(instance, services, number, presses);
    });
    afterAll(() => site.close());

    // Before a legacy API 10 s are as 1 s: both lie within the time in which it is not known.
    const isTold = (redialMs: Millis) => deviationsMax === 2 || settlesAfterMs === 0 || redialMs !== 10_000;
    const pairs = pauses
      .filter(isTold)
      .flatMap((redialMs, index) =>
        moments
          .filter((_, moment) => deviationsMax === 2 || (moment + index) % 2 === (language === "Python" ? 1 : 0))
          .map((hangsUp) => ({ hangsUp, redialMs, seconds: redialMs / 1_000 })),
      );
    test.each(pairs)(
      "wherever the function is killed, who hangs up $hangsUp and dials again after $seconds s hears the truth, and has one reservation at most",
      async ({ hangsUp, redialMs }) => {
        const { report, endings } = await site.search({ hangsUp, redialMs, deviationsMax });
        const allowed = redialMs > settlesAfterMs ? ["true"] : ["true", "pending"];
        expect(endings.filter((ending) => !allowed.includes(truthOf(ending)))).toEqual([]);
        expect(report.findings).toEqual([]);
        expect(report.verdict).toMatchObject({ exhaustiveTo: deviationsMax, strayed: 0 });
        const pending = endings.filter((ending) => truthOf(ending) === "pending").length;
        if (deviationsMax === 2) console.info(`${report.runs} runs, ${pending} of them pending`);
      },
    );
  });
});

/** Whether what the caller was told last is what the book says. "pending" is no lie as long as it does not have the wish. */
function truthOf({ told, number, book }: Ending): "true" | "pending" | "untrue" {
  if (book.length > 1) return "untrue";
  const reservation = book.find(({ date }) => date.endsWith("-12-24"));
  if (reservation === undefined) return told === "pending" ? "pending" : "untrue";
  const isConfirmed = told === "confirmed" || told === "already-confirmed";
  return isConfirmed && number === reservation.reservationNumber ? "true" : "untrue";
}
