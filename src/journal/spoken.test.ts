import { expect, test } from "vitest";
import { spoken } from "./spoken.ts";

test("SSML is read without its marks", () => {
  const ssml =
    '<speak>ご予約番号は <say-as interpret-as="digits">4021</say-as> です。<break time="500ms"/>Tom &amp; Jerry</speak>';
  expect(spoken({ ssml })).toBe("ご予約番号は 4021 です。 Tom & Jerry");
});

test("SSML that is not well-formed is shown as it stands", () => {
  expect(spoken({ ssml: "<speak>Hello" })).toBe("<speak>Hello");
});

test("recordings are named", () => {
  expect(spoken({ promptId: "Beep.wav" })).toBe("[prompt Beep.wav]");
  expect(spoken({ mediaUri: "s3://bucket/hello.wav" })).toBe("[audio s3://bucket/hello.wav]");
});
