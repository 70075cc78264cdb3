import { BenchError } from "../bench-error.ts";
import type { Instance, InstanceFlow } from "./instance.ts";

/**
 * The flow that answers a number.
 * @throws BenchError ERR_NUMBER_UNKNOWN when the instance has no such number; the message lists those that it has.
 */
export function answeringFlow({ phoneNumbers, flows, file }: Instance, number: string): InstanceFlow {
  const name = phoneNumbers.get(number);
  const flow = flows.find((one) => one.name === name);
  if (flow !== undefined) return flow;
  const numbers = [...phoneNumbers].map(([known, answering]) => `  ${known}  ${answering}`);
  const list = numbers.length === 0 ? "It has none." : `It has:\n${numbers.join("\n")}`;
  throw new BenchError(
    "ERR_NUMBER_UNKNOWN",
    `nobody answers ${number}, because ${file} has no such phone number. ${list}`,
  );
}
