import { words } from "./words.ts";

/** So many times faster than life may simulated time go. The last one leaves nothing to wait for. Chosen. */
const speeds = [1, 3, 10, 30, 1_000] as const;

/** In which time the call is made. */
export function TimeChoice({ speed }: { readonly speed: number | undefined }) {
  const { name, real, simulated } = words.value.time;
  return (
    <label>
      <span>{name}</span>
      <select name="speed">
        <option value="">{real}</option>
        {speeds.map((one) => (
          <option key={one} value={one} selected={one === speed}>
            {simulated(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** How fast simulated time goes. */
export function Speed({ speed, choose }: { readonly speed: number; readonly choose: (speed: number) => void }) {
  return (
    <label class="speed">
      <span>{words.value.time.speed}</span>
      <select value={String(speed)} onChange={({ currentTarget }) => choose(Number(currentTarget.value))}>
        {speeds.map((one) => (
          <option key={one} value={one}>
            {words.value.time.faster(one)}
          </option>
        ))}
      </select>
      <small class="hint">{words.value.time.hint}</small>
    </label>
  );
}
