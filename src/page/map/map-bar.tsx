import { words } from "../words.ts";

/** How large the map is, and whether it goes along with the call. */
export function MapBar({
  zoomBy,
  showAll,
  follow,
}: {
  readonly zoomBy: (factor: number) => void;
  readonly showAll: () => void;
  /** Undefined where nothing moves any more. */
  readonly follow: { readonly isOn: boolean; readonly toggle: () => void } | undefined;
}) {
  const { zoom, zoomIn, zoomOut, zoomAll, flowMap } = words.value;
  return (
    <div class="bar">
      <fieldset aria-label={zoom}>
        <button type="button" aria-label={zoomOut} onClick={() => zoomBy(0.8)}>
          −
        </button>
        <button type="button" onClick={showAll}>
          {zoomAll}
        </button>
        <button type="button" aria-label={zoomIn} onClick={() => zoomBy(1.25)}>
          +
        </button>
      </fieldset>
      {follow !== undefined && (
        <button type="button" class="follow" aria-pressed={follow.isOn} onClick={follow.toggle}>
          {flowMap.follow}
        </button>
      )}
      <p class="hint">{flowMap.hint}</p>
    </div>
  );
}
