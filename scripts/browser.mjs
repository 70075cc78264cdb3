// The Chromium of this machine, for whoever looks at the page: tests, the bench, the pictures in the documents.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

/** Where distributions and vendors put it. */
const places = [
  process.env.RINGONCE_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Undefined where there is none. */
export const executablePath = places.find((place) => place !== undefined && place !== "" && existsSync(place));

export const howToGetOne =
  "no Chromium found, so the page is NOT tested: apt-get install chromium (Debian), or set RINGONCE_CHROMIUM to one";

// A container's root may not make the sandbox's namespaces. The pages are our own.
const options = { ...(executablePath !== undefined && { executablePath }), args: ["--no-sandbox"] };

export const launch = () => chromium.launch(options);

/** A browser that several processes share: `chromium.connect(server.wsEndpoint())`. */
export const launchServer = () => chromium.launchServer(options);
