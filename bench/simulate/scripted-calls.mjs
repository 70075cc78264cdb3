// How many whole calls with scripted functions are played in a second: the 8/7 call, both of its attempts timed out.
import { compiled } from "../compiled.mjs";
import { sample, sleepSeven } from "./lines.mjs";

const warmUp = 2_000;
const calls = 10_000;

const [{ play }, { timesOut }] = await Promise.all(["simulate/play", "simulate/scripted-functions"].map(compiled));
const script = { instance: await sample(), number: sleepSeven, functions: { "sleep-seven": [timesOut(7_000)] } };
for (let call = 0; call < warmUp; call++) play(script);
const startedAt = performance.now();
for (let call = 0; call < calls; call++) play(script);
console.log(JSON.stringify({ perSecond: (calls / (performance.now() - startedAt)) * 1_000 }));
