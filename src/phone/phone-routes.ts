import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { Dialled } from "../page/protocol.ts";
import { done, json, problem, readJson } from "./answer.ts";
import { dialFields, keys, readWish } from "./dial-wish.ts";
import type { HandPhone } from "./hand-phone.ts";
import type { Line } from "./line.ts";
import type { Phones } from "./phones.ts";
import type { Route } from "./routes.ts";

/** So many times faster than life: a thousand times leaves nothing to wait for. Chosen. */
const speed = z.number().min(0.1).max(1_000);
/** Without a speed the call is made in real time. */
const wishSchema = z.strictObject({ ...dialFields, speed: speed.optional() });
const speedSchema = z.strictObject({ speed });
const keysSchema = z.strictObject({ keys: keys.min(1) });
const messageSchema = z.strictObject({ message: z.int().min(1), state: z.enum(["speaking", "heard"]) });

/** Calls by hand: dial, press keys, hang up, say what was heard, and in simulated time how fast it goes. */
export function phoneRoutes(line: Line, phones: Phones): readonly Route[] {
  const ofCall = (
    path: string,
    method: Route["method"],
    answer: (phone: HandPhone, call: Exchange) => unknown,
  ): Route => ({
    method,
    path,
    answer: async (request, response, named) => {
      const phone = phones.get(named("id"));
      if (phone === undefined) return problem(response, 404, `There is no call ${named("id")}, or it is over.`);
      await answer(phone, { request, response });
    },
  });
  return [
    { method: "POST", path: "/phones", answer: (request, response) => dial(request, response, line, phones) },
    ofCall("/phones/:id/keys", "POST", async (phone, { request, response }) => {
      const wish = keysSchema.safeParse(await readJson(request));
      if (!wish.success) return problem(response, 400, z.prettifyError(wish.error));
      phone.press(wish.data.keys);
      done(response);
    }),
    ofCall("/phones/:id/messages", "POST", async (phone, { request, response }) => {
      const wish = messageSchema.safeParse(await readJson(request));
      if (!wish.success) return problem(response, 400, z.prettifyError(wish.error));
      const { message, state } = wish.data;
      if (state === "heard") phone.heard(message);
      else phone.speaking(message);
      done(response);
    }),
    ofCall("/phones/:id/speed", "POST", async (phone, { request, response }) => {
      const wish = speedSchema.safeParse(await readJson(request));
      if (!wish.success) return problem(response, 400, z.prettifyError(wish.error));
      phone.choosePace(wish.data.speed);
      done(response);
    }),
    ofCall("/phones/:id", "DELETE", (phone, { response }) => {
      phone.hangUp();
      done(response);
    }),
  ];
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function dial(
  request: IncomingMessage,
  response: ServerResponse,
  { instance }: Line,
  phones: Phones,
): Promise<void> {
  const wish = await readWish(request, response, wishSchema, instance);
  if (wish === undefined) return;
  const { number, from, conditionsOfCall: conditions, speed } = wish;
  const dialled: Dialled = await phones.dial({ number, from, conditions, speed });
  response.setHeader("location", `/calls/${dialled.contactId}/events`);
  json(response, 201, dialled);
}
