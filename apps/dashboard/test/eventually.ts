/** Pages redraw when answers arrive, not when a key is pressed: what is read at once may be old. */
const waitMsMax = 20_000;
const pauseMs = 50;

/** Tries until it no longer throws; after 20 s what it threw last is thrown. */
export async function eventually(attempt: () => Promise<void>): Promise<void> {
  const end = Date.now() + waitMsMax;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
