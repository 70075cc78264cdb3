import { BenchError } from "../bench-error.ts";
import type { Millis } from "../clock/clock.ts";
import type { ConditionsOf } from "../connect/externals.ts";
import type { Instance } from "../connect/instance.ts";
import type { Fault } from "../external/fault.ts";

/**
 * How the external APIs are to behave, from --latency and --fault.
 * @throws BenchError ERR_EXTERNAL_UNKNOWN when the instance has no external API of that name.
 */
export function conditionsOf(
  { externals, file }: Instance,
  { latency, fault }: { latency: Readonly<Record<string, Millis>>; fault: Readonly<Record<string, Fault>> },
): ConditionsOf {
  const names = [...new Set([...Object.keys(latency), ...Object.keys(fault)])];
  const unknown = names.filter((name) => !externals.some((external) => external.name === name));
  if (unknown.length > 0) {
    const known = externals.map(({ name }) => name).join(", ") || "none";
    throw new BenchError(
      "ERR_EXTERNAL_UNKNOWN",
      `${file} has no external API named ${unknown.join(", ")}. It has: ${known}.`,
    );
  }
  const conditions = new Map(names.map((name) => [name, { latencyMs: latency[name] ?? 0, fault: fault[name] }]));
  return ({ external }) => conditions.get(external);
}
