export async function handler() {
  const response = await fetch(`${process.env.API_URL}/reservations`, { method: "POST", body: "{}" });
  return /** @type {{ status: string }} */ (await response.json());
}
