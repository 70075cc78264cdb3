/**
 * A way in which an external API fails, as seen by the function that called it. "before": the request never
 * reached the API. "after": the API did its work, and only its answer went wrong.
 */
export const faults = ["error-before", "error-after", "reset-before", "reset-after", "silent"] as const;
export type Fault = (typeof faults)[number];

/** Whether the API gets the request at all. A silent API is a black hole: nothing arrives, nothing comes back. */
export function reachesApi(fault: Fault | undefined): boolean {
  return fault === undefined || fault === "error-after" || fault === "reset-after";
}
