import { assert } from "../../src/assert.ts";
import type { Millis } from "../../src/clock/clock.ts";
import { SystemClock } from "../../src/clock/system.ts";
import type { Instance } from "../../src/connect/instance.ts";
import type { Services } from "../../src/connect/services.ts";
import { all, contacts } from "../../src/journal/contacts.ts";
import type { JournalEvent } from "../../src/journal/event.ts";
import { spoken } from "../../src/journal/spoken.ts";
import { Choices, type Deviation } from "../../src/simulate/choices.ts";
import { explore } from "../../src/simulate/explore/exploration.ts";
import type { Report } from "../../src/simulate/explore/report.ts";
import { RealLine } from "../../src/simulate/real-line.ts";

/** The caller hangs up while the function runs, or in the last sentence, before it has told him anything. */
export type HangsUp = "while the function runs" | "in the last sentence";

/** What a caller who has dialled twice was told in the end, and what the restaurant has in its book. */
export interface Ending {
  readonly deviations: readonly Deviation[];
  /** The sentence of the flow: "confirmed", "pending" … */
  readonly told: string | undefined;
  /** The number that was said. */
  readonly number: string | undefined;
  readonly book: readonly { readonly reservationNumber: string; readonly date: string }[];
}

/** Which crashes, and when the caller dials again. */
export interface CrashPoints {
  readonly hangsUp: HangsUp;
  readonly redialMs: Millis;
  /** 0: nothing goes wrong. 1: the function crashes once. 2: before that it crashed too, or what it asked for failed, done or not. */
  readonly deviationsMax: 0 | 1 | 2;
  /** What happens after the last call, before the book is opened. */
  readonly afterwards?: () => Promise<unknown>;
}

/** Who dials, and a new reservation. */
export const caller = { from: "+819012345678", presses: ["1", "1224#", "1900#", "2", "1"], seed: 1 };

const crashes: ReadonlySet<string> = new Set(["crash-before", "crash-after"]);

/** What an API or DynamoDB may do to a request before the function crashes at a later one. */
const crashesAndFaults: ReadonlySet<string> = new Set([
  ...crashes,
  ...["error-before", "error-after", "reset-after", "silent"],
]);

interface Subject {
  readonly number: string;
  readonly presses: readonly string[];
}

/** A line that is searched several times, before a restaurant and a DynamoDB that others may be searched with too. */
export class CrashSite {
  readonly #subject: Subject;
  readonly #line: RealLine;
  readonly #bookUrl: string;

  /** `services`: with the restaurant and the DynamoDB of the instance in them. */
  static async open(
    instance: Instance,
    services: Services,
    number: string,
    presses: readonly string[] = caller.presses,
  ): Promise<CrashSite> {
    const restaurant = instance.externals.find(({ name }) => name === "restaurant");
    assert(restaurant !== undefined, "the sample has no restaurant");
    const bookUrl = new URL(
      `/reservations?phoneNumber=${encodeURIComponent(caller.from)}`,
      await services.urlOf(restaurant),
    );
    const subject = { number, presses };
    const line = await RealLine.open({ instance, services, ...caller, ...subject });
    return new CrashSite(subject, line, bookUrl.href);
  }

  private constructor(subject: Subject, line: RealLine, bookUrl: string) {
    this.#subject = subject;
    this.#line = line;
    this.#bookUrl = bookUrl;
  }

  /** Every such call with a redial after it, in which nothing goes wrong any more. */
  async search({ hangsUp, redialMs, deviationsMax, afterwards }: CrashPoints): Promise<{
    readonly report: Report;
    readonly endings: readonly Ending[];
  }> {
    const endings: Ending[] = [];
    const report = await explore({
      subject: { instance: "sample/instance.json", ...caller, ...this.#subject },
      ringonce: "a test",
      run: async (choices) => {
        const { events } = await this.#line.play(crashing(choices, hangsUp, deviationsMax), redialMs);
        await afterwards?.();
        endings.push({ deviations: choices.deviations, ...toldLast(events), book: await this.#book() });
        return { events };
      },
      flows: [],
      clock: new SystemClock(),
      deviationsMax,
    });
    return { report, endings };
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  async #book(): Promise<Ending["book"]> {
    const { reservations } = (await (await fetch(this.#bookUrl)).json()) as { reservations: Ending["book"] };
    return reservations;
  }
}

/** The caller always hangs up there and dials again; in his first call the function crashes, in the second all is well. */
function crashing(choices: Choices, hangsUp: HangsUp, deviationsMax: number): Choices {
  let hasInvoked = false;
  return new Choices(({ id, subject, options }) => {
    const [usual, ...others] = options;
    if (!id.startsWith("call-1/")) return usual;
    const dialsAgain = others.find((option) => option.id === "dials-again");
    if (id.endsWith("/caller")) {
      hasInvoked = true;
      return hangsUp === "while the function runs" ? dialsAgain : usual;
    }
    if (dialsAgain !== undefined) return hasInvoked ? dialsAgain : usual;
    const offered = choices.deviations.length === deviationsMax - 1 ? crashes : crashesAndFaults;
    return choices.choose({ id, subject, options: [usual, ...others.filter((option) => offered.has(option.id))] });
  });
}

/** What the last call said last. */
function toldLast(events: readonly JournalEvent[]): Pick<Ending, "told" | "number"> {
  const last = contacts(events).at(-1)?.events ?? [];
  const sentence = all(last, "message.started").at(-1)?.message;
  return {
    told: all(last, "action.started").findLast(({ actionType }) => actionType === "MessageParticipant")?.action,
    number: sentence && /\d+/.exec(spoken(sentence))?.[0],
  };
}

/** The restaurant takes no notice of keys, and the functions know. */
export function legacy(instance: Instance, start: readonly string[]): Instance {
  return {
    ...instance,
    functions: instance.functions.map((configuration) => {
      const { RESTAURANT_API_KEYS: _, ...environment } = configuration.environment;
      return { ...configuration, environment };
    }),
    externals: instance.externals.map((external) =>
      external.name === "restaurant" ? { ...external, start, idempotencyHeader: undefined } : external,
    ),
  };
}
