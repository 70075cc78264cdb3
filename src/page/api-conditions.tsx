import type { InstanceView } from "./protocol.ts";
import { words } from "./words.ts";

/** The APIs behind a line whose behaviour can be chosen: a function's own store is none. */
export function apisOf({ externals }: InstanceView): InstanceView["externals"] {
  return externals.filter(({ role }) => role === "api");
}

/** The ways in which an API can be made to fail, to choose from. */
export function FaultOptions({ faults, chosen }: { readonly faults: readonly string[]; readonly chosen: string }) {
  const { noFault, faults: says } = words.value;
  return (
    <>
      <option value="" selected={chosen === ""}>
        {noFault}
      </option>
      {faults.map((one) => (
        <option key={one} value={one} selected={chosen === one}>
          {one}: {says[one] ?? ""}
        </option>
      ))}
    </>
  );
}
