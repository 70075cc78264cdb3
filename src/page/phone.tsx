import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { all, type ContactRecord } from "../journal/contacts.ts";
import { addressOf } from "./address.ts";
import { Conversation } from "./conversation.tsx";
import { DialForm } from "./dial-form.tsx";
import { Keypad } from "./keypad.tsx";
import { chooseSpeed, hangUp, press } from "./line.ts";
import { now } from "./now.ts";
import { openCall, refreshInstance, simulated, source, view } from "./opened.ts";
import { aloud } from "./preferences.ts";
import type { InstanceView } from "./protocol.ts";
import { Speed } from "./simulated-speed.tsx";
import { canSpeak } from "./speech.ts";
import { words } from "./words.ts";

/** The call of this line that is open, as long as the caller has not been disconnected. */
function callInProgress(): ContactRecord | undefined {
  const call = openCall.value;
  if (call === undefined || source.value?.isLive !== true) return undefined;
  return all(call.events, "contact.disconnected").length === 0 ? call : undefined;
}

/** The phone: a number to dial, or the call that is going on. */
export function Phone({ instance }: { readonly instance: InstanceView }) {
  const call = callInProgress();
  const panel = useRef<HTMLElement>(null);
  const dialled = useSignal(false);
  const contactId = call?.contactId;
  // Who has just dialled wants to press keys.
  useLayoutEffect(() => {
    if (contactId === undefined || !dialled.value) return;
    dialled.value = false;
    panel.current?.focus();
  }, [contactId, dialled]);
  const keyed = (event: KeyboardEvent) => {
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (contactId === undefined || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!/^[0-9*#]$/.test(event.key)) return;
    event.preventDefault();
    press(contactId, event.key);
  };
  return (
    <section class="phone" ref={panel} tabIndex={-1} aria-label={words.value.phone} onKeyDown={keyed}>
      {call === undefined ? (
        <DialForm
          instance={instance}
          dialled={async ({ contactId: made, journal }, wish) => {
            // A server that was started anew in the meantime may have another line.
            if (wish.speed === undefined && journal !== instance.journal) await refreshInstance();
            dialled.value = true;
            location.hash = addressOf({ journal, contactId: made, view: view.value });
          }}
        />
      ) : (
        <InCall call={call} />
      )}
    </section>
  );
}

function InCall({ call }: { readonly call: ContactRecord }) {
  const { hangUp: hang, keypadHint } = words.value;
  return (
    <>
      <p class="dialled">
        <strong class="number">{call.initiated.to}</strong>
        <Timer since={call.initiated.at} />
      </p>
      <Conversation call={call} />
      {simulated.value !== undefined && (
        <Speed speed={simulated.value.speed} choose={(speed) => chooseSpeed(call.contactId, speed)} />
      )}
      <Keypad press={(key) => press(call.contactId, key)} />
      <p class="hint">{keypadHint}</p>
      <button type="button" class="hang-up" onClick={() => hangUp(call.contactId)}>
        {hang}
      </button>
      <Aloud />
    </>
  );
}

/** By itself, so that nothing else is drawn anew with every tick. */
function Timer({ since }: { readonly since: number }) {
  const seconds = Math.max(0, Math.floor((now.value - since) / 1_000));
  return (
    <span class="timer" role="timer" aria-label={words.value.duration}>
      {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, "0")}
    </span>
  );
}

/** The switch for the voice. Where there is no voice it says so, and is off. */
export function Aloud() {
  const { speakAloud, noVoice } = words.value;
  return (
    <label class="aloud">
      <input
        type="checkbox"
        checked={aloud.value && canSpeak.value}
        disabled={!canSpeak.value}
        onChange={({ currentTarget }) => {
          aloud.value = currentTarget.checked;
        }}
      />
      {speakAloud}
      {!canSpeak.value && <span class="hint">{noVoice}</span>}
    </label>
  );
}
