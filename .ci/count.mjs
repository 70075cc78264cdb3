// Prints `N passed, N failed` from vitest's JSON report. Fails when there is no report, or no test ran, or one failed.
import { readFileSync } from "node:fs";

const [, , path] = process.argv;
let report = { numPassedTests: 0, numFailedTests: 0, testResults: [] };
try {
  report = JSON.parse(readFileSync(path, "utf8"));
} catch {
  console.error(`no test report at ${path}: the tests did not get as far as running`);
}
// A file that does not load has no failed test of its own: count it as one.
const brokenFiles = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
const failed = report.numFailedTests + brokenFiles.length;
console.log(`${report.numPassedTests} passed, ${failed} failed`);
process.exitCode = failed > 0 || report.numPassedTests === 0 ? 1 : 0;
