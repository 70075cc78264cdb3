import { setTimeout as sleep } from "node:timers/promises";

/** Takes its own time-out, as the sample's handler in Python does. */
export async function handler() {
  await sleep(7_000);
  return { statusCode: 200, body: "OK" };
}
