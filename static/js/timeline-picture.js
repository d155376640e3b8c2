// What is shown, on paper and as a picture. The server draws the picture (tracker/timelines/strip_picture.py); a PNG is
// made of it here. Paper has no width that a script could ask for: the lanes are laid out anew for one that fits A4 and Letter.

const TWICE = 2; // px of the PNG for one of the picture

export function pictures(timeline) {
  const link = timeline.find("svg");
  timeline.find("png")?.addEventListener("click", () => save(link.href).catch(() => location.assign(link.href)));
  timeline.find("print")?.addEventListener("click", () => window.print());
  onPaper(timeline);
}

async function save(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.status);
  const svg = await answer.text();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * TWICE;
  canvas.height = image.naturalHeight * TWICE;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => { canvas.toBlob(done, "image/png"); });
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = `${new URL(address).pathname.split("/").at(-3)}.png`;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
}

function onPaper(timeline) {
  const page = document.documentElement, { signal } = timeline.gone;
  let theme;
  window.addEventListener("beforeprint", () => {
    theme = page.dataset.theme;
    page.dataset.theme = "light";
    timeline.root.classList.add("is-printed");
    timeline.redraw();
  }, { signal });
  window.addEventListener("afterprint", () => {
    if (theme) page.dataset.theme = theme;
    else delete page.dataset.theme;
    timeline.root.classList.remove("is-printed");
    timeline.redraw();
  }, { signal });
}
