import { computed, effect, signal } from "@preact/signals";
import { all } from "../journal/contacts.ts";
import { spoken } from "../journal/spoken.ts";
import { tellMessage } from "./line.ts";
import { openCall, source } from "./opened.ts";
import { aloud } from "./preferences.ts";

const synthesis = "speechSynthesis" in window ? window.speechSynthesis : undefined;
const voices = signal<readonly SpeechSynthesisVoice[]>(synthesis?.getVoices() ?? []);
synthesis?.addEventListener("voiceschanged", () => {
  voices.value = synthesis.getVoices();
});

/** Whether this browser can speak at all. */
export const canSpeak = computed(() => voices.value.length > 0);

/** In which language a prompt is to be read: its own characters tell. */
export function languageOf(text: string): "ja" | "en" {
  return /[\u3040-\u30ff\u3400-\u9fff]/.test(text) ? "ja" : "en";
}

/** Speaks the prompt of the live call that is being played, and says to the line when it has been heard. */
export function speakPrompts(): void {
  let last = "";
  effect(() => {
    const call = openCall.value;
    if (call === undefined || synthesis === undefined) return;
    const messages = all(call.events, "message.started");
    const message = messages.at(-1);
    const isPlaying =
      source.value?.isLive === true &&
      message !== undefined &&
      !all(call.events, "message.finished").some(({ id }) => id === message.id);
    if (!isPlaying) return synthesis.cancel();
    if (last === `${call.contactId} ${message.id}` || !aloud.value || !canSpeak.value) return;
    last = `${call.contactId} ${message.id}`;
    speak(synthesis, call.contactId, messages.length, spoken(message.message));
  });
}

function speak(voice: SpeechSynthesis, contactId: string, message: number, text: string): void {
  const language = languageOf(text);
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = language === "ja" ? "ja-JP" : "en-US";
  utterance.voice = voices.value.find(({ lang }) => lang.startsWith(language)) ?? null;
  const over = () => tellMessage(contactId, message, "heard");
  utterance.onend = over;
  utterance.onerror = over; // A voice that fails must not keep the line waiting.
  tellMessage(contactId, message, "speaking");
  voice.speak(utterance);
}
