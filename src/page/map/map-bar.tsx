import { words } from "../words.ts";
import type { Zoom } from "./zoom.ts";

/** How large the map is, and whether it goes along with the call. */
export function MapBar({
  zoom,
  hasNames,
  follow,
}: {
  readonly zoom: Zoom;
  /** The blocks are large enough for them. */
  readonly hasNames: boolean;
  /** Undefined where nothing moves any more. */
  readonly follow: { readonly isOn: boolean; readonly set: (isOn: boolean) => void } | undefined;
}) {
  const { zoom: name, zoomIn, zoomOut, zoomAll, flowMap } = words.value;
  return (
    <div class="bar">
      <fieldset aria-label={name}>
        <button type="button" aria-label={zoomOut} onClick={() => zoom.by(0.8)}>
          −
        </button>
        <button type="button" onClick={() => zoom.showAll()}>
          {zoomAll}
        </button>
        <button type="button" aria-label={zoomIn} onClick={() => zoom.by(1.25)}>
          +
        </button>
      </fieldset>
      {follow !== undefined && (
        <button type="button" class="follow" aria-pressed={follow.isOn} onClick={() => follow.set(!follow.isOn)}>
          {flowMap.follow}
        </button>
      )}
      <p class="hint">{hasNames ? flowMap.hint : flowMap.noNames}</p>
    </div>
  );
}
