import { setTimeout as sleep } from "node:timers/promises";

/** By promises: a sleep, a request, an interval. */
export async function handler() {
  let began = performance.now();
  const lap = (/** @type {string} */ what) => {
    console.log(`${what} ${Math.round(performance.now() - began)} ms`);
    began = performance.now();
  };
  await sleep(300);
  lap("slept");
  const signal = AbortSignal.timeout(5_000);
  const { status } = await fetch(`${process.env.API_URL}/tables`, { method: "POST", body: "4 people", signal });
  lap("asked");
  await new Promise((resolve) => {
    let left = 5;
    const interval = setInterval(() => {
      left -= 1;
      if (left > 0) return;
      clearInterval(interval);
      resolve(undefined);
    }, 100);
  });
  lap("slept");
  return { status: String(status) };
}
