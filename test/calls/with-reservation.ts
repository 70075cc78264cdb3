import type { Instance } from "../../src/connect/instance.ts";

/** The sample with a reservation of this caller's, for two, on an evening long after every other: so that he can change it. */
export function withReservation(instance: Instance, phoneNumber: string): Instance {
  const query = new URLSearchParams({ date: "2099-12-20", time: "19:00", partySize: "2", phoneNumber });
  return {
    ...instance,
    externals: instance.externals.map((external) =>
      external.name === "restaurant" ? { ...external, reset: { ...reset, path: `/reset?${query}` } } : external,
    ),
  };
}

const reset = { method: "POST", path: "/reset", body: undefined };
