import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { type ContactRecord, hasEnded } from "../journal/contacts.ts";
import { addressOf } from "./address.ts";
import { Conversation } from "./conversation.tsx";
import { DialForm } from "./dial-form.tsx";
import { Keypad } from "./keypad.tsx";
import { chooseSpeed, hangUp, press } from "./line.ts";
import { isListingShown } from "./listed.ts";
import { now } from "./now.ts";
import {
  type LeftCall,
  leftCalls,
  openCall,
  openCallAt,
  refreshInstance,
  scenario,
  simulated,
  source,
  view,
} from "./opened.ts";
import { aloud } from "./preferences.ts";
import type { InstanceView } from "./protocol.ts";
import { bringMainIntoSight } from "./sight.ts";
import { Speed } from "./simulated-speed.tsx";
import { canSpeak } from "./speech.ts";
import { words } from "./words.ts";

/** The call of this line that is open, as long as the caller has not been disconnected. */
function callInProgress(): ContactRecord | undefined {
  const call = openCall.value;
  if (call === undefined || source.value?.isLive !== true) return undefined;
  return hasEnded(call) ? undefined : call;
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
  // The phone's keys, while the focus is in it or on nothing at all: after a reload it is nowhere.
  useEffect(() => {
    if (contactId === undefined) return;
    const keyed = (event: KeyboardEvent) => {
      const { target, key } = event;
      const isTyping = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
      const isMeant = target === document.body || (target instanceof Node && panel.current?.contains(target));
      if (!isMeant || isTyping || event.ctrlKey || event.metaKey || event.altKey || !/^[0-9*#]$/.test(key)) return;
      event.preventDefault();
      press(contactId, key);
    };
    addEventListener("keydown", keyed);
    return () => removeEventListener("keydown", keyed);
  }, [contactId]);
  return (
    <section class="phone" ref={panel} tabIndex={-1} aria-label={words.value.phone}>
      {leftCalls.value.map((left) => (
        <LeftCallLinks key={left.contactId} call={left} />
      ))}
      {call === undefined ? (
        <DialForm
          instance={instance}
          dialled={async ({ contactId: made, journal }, wish) => {
            // A server that was started anew in the meantime may have another line.
            if (wish.speed === undefined && journal !== instance.journal) await refreshInstance();
            dialled.value = true;
            openCallAt({ journal, contactId: made, view: view.value });
          }}
        />
      ) : (
        <InCall call={call} />
      )}
    </section>
  );
}

/** The way back to a call that goes on, and out of it. */
function LeftCallLinks({ call: { journal, contactId, number } }: { readonly call: LeftCall }) {
  const { callGoesOn, backToCall, hangUp: hang } = words.value;
  return (
    <div class="left-call">
      <p>
        {callGoesOn} <strong class="number">{number}</strong>
      </p>
      <a class="button" href={addressOf({ journal, contactId, view: view.value })} onClick={bringMainIntoSight}>
        {backToCall}
      </a>
      <button type="button" onClick={() => hangUp(contactId)}>
        {hang}
      </button>
    </div>
  );
}

function InCall({ call }: { readonly call: ContactRecord }) {
  const { hangUp: hang, keypadHint, backToCall } = words.value;
  const isElsewhere = isListingShown.value || scenario.value !== undefined;
  return (
    <>
      <p class="dialled">
        <strong class="number">{call.initiated.to}</strong>
        <Timer since={call.initiated.at} />
      </p>
      {isElsewhere && source.value !== undefined && (
        <a
          class="button"
          href={addressOf({ journal: source.value.name, contactId: call.contactId, view: view.value })}
          onClick={bringMainIntoSight}
        >
          {backToCall}
        </a>
      )}
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

/** By itself, so that nothing else is drawn anew with every second. */
function Timer({ since }: { readonly since: number }) {
  const seconds = useComputed(() => Math.max(0, Math.floor((now.value - since) / 1_000))).value;
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
