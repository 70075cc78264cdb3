export async function handler() {
  return { status: "reserved" };
}
