import { useSignal } from "@preact/signals";
import { CallPart } from "../journal/call-part.ts";
import type { ContactRecord } from "../journal/contacts.ts";
import { flowLog } from "../journal/flow-log.ts";
import { lambdaLog } from "../journal/lambda-log.ts";
import type { LogEntry } from "../journal/log-entry.ts";
import { CopyButton } from "./copy-button.tsx";
import { events, openCalls } from "./opened.ts";
import { Tabs } from "./tabs.tsx";
import { words } from "./words.ts";

/** The log groups as CloudWatch shows them, a tab each: of this call, or of the whole journal. */
export function Logs({ call }: { readonly call: ContactRecord }) {
  const chosen = useSignal<string | undefined>(undefined);
  const isWhole = useSignal(false);
  const { noLogs, logGroups, wholeJournal } = words.value;
  const entries = logOf(isWhole.value ? undefined : call);
  const groups = [...new Set(entries.map((entry) => entry.logGroup))];
  const group =
    groups.find((one) => one === chosen.value) ?? groups.find((one) => one.startsWith("/aws/lambda/")) ?? groups[0];
  const shown = entries.filter((entry) => entry.logGroup === group);
  return (
    <div class="logs">
      {openCalls.value.length > 1 && (
        <label class="check">
          <input
            type="checkbox"
            checked={isWhole.value}
            onChange={({ currentTarget }) => {
              isWhole.value = currentTarget.checked;
            }}
          />
          {wholeJournal}
        </label>
      )}
      {group === undefined ? (
        <p class="hint">{noLogs}</p>
      ) : (
        <Tabs
          name={logGroups}
          tabs={groups}
          label={breakable}
          shown={group}
          show={(one) => {
            chosen.value = one;
          }}
        >
          <CopyButton text={() => shown.map(lineOf).join("\n")} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
          <section class="entries" tabIndex={0} aria-label={group}>
            {shown.map((entry, index) => (
              <pre key={index}>
                <time>{new Date(entry.timestamp).toISOString()}</time> {entry.message}
              </pre>
            ))}
          </section>
        </Tabs>
      )}
    </div>
  );
}

/** A line may end after each part of a path. */
function breakable(group: string) {
  return group.split(/(?<=.\/)/).flatMap((part) => [<wbr key={part} />, part]);
}

/** Undefined: of every call of the journal. */
function logOf(call: ContactRecord | undefined): readonly LogEntry[] {
  const part = call === undefined ? undefined : new CallPart(call.contactId);
  const own = part === undefined ? events.value : events.value.filter((event) => part.read(event));
  return [...flowLog(own), ...lambdaLog(own)];
}

function lineOf({ timestamp, message }: LogEntry): string {
  return `${new Date(timestamp).toISOString()} ${message}`;
}
