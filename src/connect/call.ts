import type { Chance } from "../clock/chance.ts";
import { pick } from "../clock/chance.ts";
import type { Cancel, Clock, Millis } from "../clock/clock.ts";
import type { Contact } from "../flow/contact.ts";
import type { Effect, EffectOf, Message, Replies, Reply } from "../flow/effect.ts";
import { begin, type Entered, resume, type Step, type Turn } from "../flow/interpreter.ts";
import type { EndedBy, Entry, EventOf } from "../journal/event.ts";
import { findNamed } from "./arn.ts";
import { flowDigest } from "./flow-digest.ts";
import { hoursName, isOpen } from "./hours.ts";
import { collect } from "./input.ts";
import type { Instance, InstanceFlow } from "./instance.ts";
import { type Functions, Invocation } from "./invocation.ts";
import { lambdaEvent } from "./lambda-event.ts";
import type { Participant } from "./participant.ts";
import type { QueuedContacts } from "./queued-contacts.ts";

/** Everything outside the flow. A live call and a simulated one differ in participant, functions and clock, and in nothing else. */
export interface World {
  readonly instance: Instance;
  readonly participant: Participant;
  readonly functions: Functions;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly queued: QueuedContacts;
  /** Writes one event to the journal, with the moment. */
  readonly write: (entry: Entry) => void;
  /** An id for a started/finished pair, unlike all others in the journal. */
  readonly nextId: () => string;
  /** The contact has ended. Functions may still be running. */
  readonly ended: (by: EndedBy) => void;
}

/** Questions that are answered at once, so that a flow could ask them for ever. */
const takesNoTime: ReadonlySet<Effect["type"]> = new Set(["hours", "percentage", "queue", "flow"]);
/** Not documented, chosen: far more than a flow that ends ever needs. */
const unnoticedMax = 1_000;

/**
 * One phone call: passes the flow's questions to the world and the replies back, and writes both down. A contact
 * asks one thing at a time, so hanging up at any moment means taking back the one thing that is open.
 */
export class Call {
  readonly contactId: string;
  readonly #world: World;
  #flow: InstanceFlow;
  #contact: Contact;
  /** The action whose question is open. */
  #asking: { readonly id: string; readonly entered: Entered; results: string | undefined } | undefined;
  #cancel: Cancel = () => {};
  #over = false;
  /** Time in Invoke blocks since the caller last heard or was asked something. */
  #chainMs: Millis = 0;
  /** Questions in a row that took no time and that nobody noticed. */
  #unnoticed = 0;

  constructor(flow: InstanceFlow, contact: Contact, world: World) {
    this.contactId = contact.contactId;
    this.#flow = flow;
    this.#contact = contact;
    this.#world = world;
  }

  start(): void {
    const { contactId, customerEndpoint, systemEndpoint } = this.#contact;
    this.#world.write({ type: "contact.initiated", contactId, from: customerEndpoint, to: systemEndpoint });
    this.#enter(this.#flow);
  }

  /** The caller hangs up. After the end it does nothing. */
  hangUp(): void {
    if (this.#over) return;
    this.#cancel();
    this.#leaveFlow();
    this.#end("customer");
  }

  #enter(flow: InstanceFlow): void {
    this.#flow = flow;
    const digest = flowDigest(flow.flow);
    this.#world.write({ type: "flow.started", contactId: this.contactId, flow: flow.name, arn: flow.arn, digest });
    this.#take(begin(flow.flow, { ...this.#contact, flow: flow.name }));
  }

  #take(turn: Turn): void {
    this.#contact = turn.contact;
    for (const step of turn.steps) this.#finishAction(step);
    if (turn.problem !== undefined) {
      this.#fail(turn.problem.message);
    } else if (turn.effect === undefined || turn.asking === undefined) {
      this.#end("flow");
    } else {
      this.#startAction(turn.asking);
      this.#perform(turn.effect);
    }
  }

  #reply(reply: Reply): void {
    if (!this.#over) this.#take(resume(this.#flow.flow, this.#contact, reply));
  }

  #perform(effect: Effect): void {
    const { clock, chance, instance } = this.#world;
    this.#unnoticed = takesNoTime.has(effect.type) ? this.#unnoticed + 1 : 0;
    if (this.#unnoticed > unnoticedMax)
      return this.#fail(
        `it asked for hours, chance or other flows ${unnoticedMax} times in a row: it goes round without the caller, a function or time`,
      );
    switch (effect.type) {
      case "message":
        this.#chainMs = 0;
        this.#cancel = this.#say(effect.message, () => this.#reply({ type: "played" }));
        return;
      case "messages":
        this.#chainMs = 0;
        this.#cancel = this.#sayInTurn(effect);
        return;
      case "input":
        this.#chainMs = 0;
        this.#cancel = this.#ask(effect);
        return;
      case "invoke":
        this.#cancel = this.#invoke(effect);
        return;
      case "wait":
        this.#cancel = clock.after(effect.durationMs, () => this.#reply({ type: "completed" }));
        return;
      case "hours":
        return this.#soon(this.#open(effect));
      case "percentage":
        return this.#soon({ type: "drawn", percentage: pick(chance, 1, 100) });
      case "queue":
        return this.#queue(effect.queue);
      case "flow": {
        const flow = findNamed(instance.flows, effect.contactFlow);
        if (flow === undefined) return this.#soon({ type: "failed" });
        this.#leaveFlow();
        return this.#enter(flow);
      }
      case "disconnect":
        this.#leaveFlow();
        return this.#end("flow");
    }
  }

  /** A reply that is known at once still comes after the question. */
  #soon(reply: Reply): void {
    this.#cancel = this.#world.clock.after(0, () => this.#reply(reply));
  }

  #say(message: Message, heard: () => void): Cancel {
    const { participant, write, nextId } = this.#world;
    const pair = { id: nextId(), contactId: this.contactId };
    write({ type: "message.started", ...pair, message, voice: this.#contact.voice.name });
    let playing = true;
    const finish = (interrupted: boolean) => {
      if (!playing) return;
      playing = false;
      write({ type: "message.finished", ...pair, interrupted });
    };
    const cancel = participant.say(message, this.#contact.voice.name, () => {
      finish(false);
      heard();
    });
    return () => {
      cancel();
      finish(true);
    };
  }

  /** Messages in turn, over and over. A round takes a second at least, so that a caller who listens in no time gets no endless one. */
  #sayInTurn({ messages, interruptMs }: EffectOf<"messages">): Cancel {
    const { clock } = this.#world;
    let cancelSaying: Cancel = () => {};
    const cancelInterrupt =
      interruptMs === undefined
        ? () => {}
        : clock.after(interruptMs, () => {
            cancelSaying();
            this.#reply({ type: "interrupted" });
          });
    const say = (turn: number, roundStartedAt: Millis): void => {
      const message = messages[turn];
      if (message !== undefined) {
        cancelSaying = this.#say(message, () => say(turn + 1, roundStartedAt));
      } else {
        cancelSaying = clock.after(Math.max(0, roundStartedAt + 1_000 - clock.now()), () => say(0, clock.now()));
      }
    };
    say(0, clock.now());
    return () => {
      cancelInterrupt();
      cancelSaying();
    };
  }

  #ask({ message, input }: EffectOf<"input">): Cancel {
    const { clock, participant, write, nextId } = this.#world;
    const pair = { id: nextId(), contactId: this.contactId };
    write({ type: "input.started", ...pair, input });
    const close = (reply: Replies["input"] | { type: "abandoned" }) =>
      write({ type: "input.finished", ...pair, reply });
    const cancel = collect(input, {
      clock,
      prompt: (heard) => this.#say(message, heard),
      listen: (key) => participant.listen(input, key),
      pressed: (key) => write({ type: "input.key", ...pair, key }),
      complete: (reply) => {
        close(reply);
        this.#reply(reply);
      },
    });
    return () => {
      cancel();
      close({ type: "abandoned" });
    };
  }

  #invoke(effect: EffectOf<"invoke">): Cancel {
    const { instance, clock, nextId } = this.#world;
    const startedAt = clock.now();
    const chainLeftMs = instance.policy.chainLimitMs - this.#chainMs;
    const queue =
      this.#contact.targetQueue === undefined ? undefined : findNamed(instance.queues, this.#contact.targetQueue);
    const invocation = new Invocation({
      id: nextId(),
      contactId: this.contactId,
      action: this.#contact.action,
      effect,
      event: lambdaEvent(this.#contact, queue, effect.parameters),
      limit:
        chainLeftMs < effect.timeLimitMs
          ? { type: "chain", ms: Math.max(0, chainLeftMs) }
          : { type: "block", ms: effect.timeLimitMs },
      policy: instance.policy,
      settled: (reply) => {
        this.#chainMs += clock.now() - startedAt;
        if (reply.type === "failed") {
          if (this.#asking !== undefined) this.#asking.results = reply.results;
          if (instance.policy.externalAfterFailure === "clear") this.#contact = { ...this.#contact, external: {} };
        }
        this.#reply(reply);
      },
      ...this.#world,
    });
    return () => invocation.abandon();
  }

  #open({ hoursOfOperation, queue }: EffectOf<"hours">): Replies["hours"] {
    const { instance, clock } = this.#world;
    const ofQueue = queue === undefined ? undefined : findNamed(instance.queues, queue)?.hoursOfOperation;
    const named = hoursOfOperation === undefined ? ofQueue : hoursName(hoursOfOperation);
    const hours = named === undefined ? undefined : instance.hoursOfOperation.get(named);
    if (hours === undefined) return { type: "failed" };
    return { type: isOpen(hours, clock.now()) ? "open" : "closed" };
  }

  #queue(named: string): void {
    const { instance, queued } = this.#world;
    const queue = findNamed(instance.queues, named);
    if (queue === undefined) return this.#soon({ type: "failed" });
    if (!queued.add(queue)) return this.#soon({ type: "atCapacity" });
    this.#leaveFlow();
    this.#world.write({ type: "contact.queued", contactId: this.contactId, queue: queue.name });
    this.#end("queue");
  }

  #startAction(entered: Entered): void {
    const id = this.#world.nextId();
    this.#asking = { id, entered, results: undefined };
    this.#world.write({ type: "action.started", id, ...this.#about(entered) });
  }

  #finishAction({ outcome, nextAction, ...entered }: Step): void {
    const { write, nextId } = this.#world;
    const id = this.#asking?.id ?? nextId();
    if (this.#asking === undefined) write({ type: "action.started", id, ...this.#about(entered) });
    this.#writeFinished(id, entered, {
      result: outcome.result,
      error: outcome.error,
      results: this.#asking?.results,
      nextAction,
    });
    this.#asking = undefined;
  }

  /** The open action gets no reply: it took the contact out of this flow, or the call is over. */
  #leaveFlow(): void {
    if (this.#asking === undefined) return;
    this.#writeFinished(this.#asking.id, this.#asking.entered, {
      result: undefined,
      error: undefined,
      results: undefined,
      nextAction: undefined,
    });
    this.#asking = undefined;
  }

  #writeFinished(
    id: string,
    entered: Entered,
    how: Pick<EventOf<"action.finished">, "result" | "error" | "results" | "nextAction">,
  ): void {
    const { parameters, unresolved } = entered;
    this.#world.write({ type: "action.finished", id, ...this.#about(entered), parameters, unresolved, ...how });
  }

  #about({ action }: Entered): { contactId: string; flow: string; action: string; actionType: string } {
    return { contactId: this.contactId, flow: this.#flow.name, action: action.identifier, actionType: action.type };
  }

  #fail(message: string): void {
    this.#leaveFlow();
    this.#world.write({ type: "flow.failed", contactId: this.contactId, flow: this.#flow.name, message });
    this.#end("error");
  }

  #end(by: EndedBy): void {
    this.#over = true;
    this.#world.write({ type: "contact.disconnected", contactId: this.contactId, by });
    this.#world.participant.ended(by);
    this.#world.ended(by);
  }
}
