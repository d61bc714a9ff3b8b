// Whoever signs out takes the names with them; what waits to be sent stays on the device.

import { forgetLists, forgetWhatIsOver } from "./door_store.js";

export async function startLeaving(form) {
  form.addEventListener(
    "submit",
    async (event) => {
      event.preventDefault();
      await forgetLists().catch(() => {}); // signing out matters more
      HTMLFormElement.prototype.submit.call(form);
    },
    { once: true },
  );
  await forgetWhatIsOver();
}
