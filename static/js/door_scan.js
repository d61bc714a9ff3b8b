// Reads codes with the camera: by the browser itself where it can, else by jsQR. Typing always works.

const PAUSE_MS = 200; // between two looks; enough for a hand that moves
const SAME_CODE_MS = 4000; // one code held before the camera is one arrival

export async function startCamera(video, found) {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment" },
    audio: false,
  });
  video.srcObject = stream;
  await video.play();
  const read = await reader();
  let isOn = true;
  let last = { text: "", at: 0 };

  (async () => {
    while (isOn) {
      const text = await read(video).catch(() => "");
      const isNew = text !== last.text || performance.now() - last.at > SAME_CODE_MS;
      if (isOn && text && isNew) {
        last = { text, at: performance.now() };
        await found(text);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  })();

  return () => {
    isOn = false;
    for (const track of stream.getTracks()) {
      track.stop();
    }
    video.srcObject = null;
  };
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
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    if (!canvas.width) {
      return "";
    }
    brush.drawImage(video, 0, 0);
    const { data, width, height } = brush.getImageData(0, 0, canvas.width, canvas.height);
    return window.jsQR(data, width, height)?.data ?? "";
  };
}
