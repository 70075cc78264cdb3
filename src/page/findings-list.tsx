import { type ContactRecord, hasEnded } from "../journal/contacts.ts";
import type { Finding } from "../journal/findings/finding.ts";
import { sayFinding } from "./finding-words.ts";
import { words } from "./words.ts";

/** The others are in the timeline, where they happened. Chosen: so many can be read. */
const listedMax = 20;

/** What went wrong, in sentences. */
export function FindingsList({
  call,
  found,
  isLive,
  choose,
}: {
  readonly call: ContactRecord;
  readonly found: readonly Finding[];
  /** The call goes on. */
  readonly isLive: boolean;
  /** Shows the nth one in the timeline. */
  readonly choose: (index: number) => void;
}) {
  const { noFindings, noFindingsYet, noFindingsToThere, seconds, andMore } = words.value;
  if (found.length === 0) {
    if (isLive) return <p class="no-findings">{noFindingsYet}</p>;
    return hasEnded(call) ? <p class="no-findings">{noFindings}</p> : <p class="hint">{noFindingsToThere}</p>;
  }
  return (
    <ol class="findings">
      {found.slice(0, listedMax).map((finding, index) => (
        <li key={`${finding.type} ${finding.at} ${finding.evidence[0]?.id}`}>
          <button type="button" title={finding.message} onClick={() => choose(index)}>
            <span class="at">{seconds(finding.at - call.initiated.at)}</span>
            <span>{sayFinding(finding, call, words.value, isLive)}</span> <code>{finding.type}</code>
          </button>
        </li>
      ))}
      {found.length > listedMax && <li class="more">{andMore(found.length - listedMax)}</li>}
    </ol>
  );
}
