import { render } from "preact";
import { App } from "./app.tsx";
import { begin } from "./opened.ts";
import { speakPrompts } from "./speech.ts";

render(<App />, document.body);
speakPrompts();
await begin();
