// Looks for the network again: at once when the device says it is back, and while that was too
// early ("online" often comes before a request gets through) after a pause that doubles.

const SOONEST_MS = 1000;
const LATEST_MS = 20000;

// `look` answers whether the server was reached.
export function keepLooking(look) {
  let pause = LATEST_MS;
  let timer = 0;

  async function again() {
    clearTimeout(timer);
    const isReached = await look();
    pause = isReached ? LATEST_MS : Math.min(pause * 2, LATEST_MS);
    plan();
  }

  function plan() {
    clearTimeout(timer); // another look may have ended meanwhile
    timer = setTimeout(() => (document.visibilityState === "visible" ? again() : plan()), pause);
  }

  window.addEventListener("online", () => {
    pause = SOONEST_MS / 2;
    again();
  });
  plan();
}
