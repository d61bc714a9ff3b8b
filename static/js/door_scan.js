// Reads codes with the camera: by the browser itself where it can, else by jsQR. Typing always works.

const PAUSE_MS = 200; // between two looks; enough for a hand that moves
const SAME_CODE_MS = 4000; // one code held before the camera is one arrival
const WIDEST = 640; // pixels looked at: a code fills a good part of the picture, and phones are slow

// Calls `found` with what is read until `signal` is aborted: then the camera is off, even when it
// was still being started. Rejects where there is no camera, or none for us.
export async function startCamera(video, found, signal) {
  const read = await reader();
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment" },
    audio: false,
  });
  const close = () => {
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
  if (signal.aborted) {
    close();
    return;
  }
  signal.addEventListener("abort", close);
  video.srcObject = stream;
  await video.play();
  look(video, read, found, signal);
}

async function look(video, read, found, signal) {
  let last = { text: "", at: 0 };
  while (!signal.aborted) {
    const text = await read(video).catch(() => "");
    const isNew = text !== last.text || performance.now() - last.at > SAME_CODE_MS;
    if (!signal.aborted && text && isNew) {
      last = { text, at: performance.now() };
      await found(text);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

async function reader() {
  if ("BarcodeDetector" in window) {
    const formats = await window.BarcodeDetector.getSupportedFormats();
    if (formats.includes("qr_code")) {
      const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
      return async (video) => (await detector.detect(video))[0]?.rawValue ?? "";
    }
  }
  await import("./jsQR.js"); // no module: it puts its function on the window
  const canvas = document.createElement("canvas");
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, WIDEST / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    if (!canvas.width) {
      return "";
    }
    brush.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = brush.getImageData(0, 0, canvas.width, canvas.height);
    return window.jsQR(data, width, height)?.data ?? "";
  };
}
