// Buttons that save what a table or chart shows. CSV and Parquet come from the server as bytes; PNG is drawn here.

const WORDS = { csv: "CSV", parquet: "Parquet", png: "PNG" };
const PAD = 12;

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function findView(id) {
  const found = window.Bokeh?.index?.find_one_by_id?.(id);
  if (found) return found;
  for (const root of window.Bokeh?.index?.roots ?? []) {
    const inside = root.owner?.find_one_by_id?.(id);
    if (inside) return inside;
  }
  return null;
}

// The figures, one below the other, on the page's own surface, with a title above them.
function picture(views, caption, style) {
  const drawn = views.map((view) => view.export("png", true).canvas);
  const scale = drawn[0].width / views[0].bbox.width || 1;
  const head = Math.round(36 * scale);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(...drawn.map((part) => part.width));
  canvas.height = head + drawn.reduce((sum, part) => sum + part.height, 0);
  const pen = canvas.getContext("2d");
  pen.fillStyle = style.getPropertyValue("--flux-surface") || "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = style.getPropertyValue("--flux-text") || "black";
  pen.font = `${Math.round(16 * scale)}px Roboto, sans-serif`;
  pen.textBaseline = "middle";
  pen.fillText(caption, PAD * scale, head / 2);
  let top = head;
  for (const part of drawn) {
    pen.drawImage(part, 0, top);
    top += part.height;
  }
  return canvas;
}

export function render({ model, el }) {
  const root = document.createElement("div");
  root.className = "export";
  const note = document.createElement("span");
  note.className = "export-note";
  note.setAttribute("role", "status");
  let waiting = 0;
  const tell = (text) => {
    note.textContent = text;
    clearTimeout(waiting);
    waiting = setTimeout(() => (note.textContent = ""), 5000);
  };
  const savePng = () => {
    const views = model.chart_ids.map(findView);
    if (views.some((view) => !view)) return tell("The chart is not on the page yet");
    const canvas = picture(views, model.caption, getComputedStyle(document.documentElement));
    canvas.toBlob((blob) => save(blob, `${model.file_name}.png`), "image/png");
  };
  for (const form of model.forms) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "export-button";
    button.textContent = WORDS[form];
    if (form === "png") button.dataset.offline = ""; // drawn here: it works without the server too
    button.title = form === "png" ? "Save the picture" : `Save the rows as ${WORDS[form]}`;
    button.addEventListener("click", () => (form === "png" ? savePng() : model.send_msg({ form })));
    root.append(button);
  }
  root.append(note);
  model.on("msg:custom", (file) => {
    if (file.error) return tell(file.error);
    save(new Blob([file.content], { type: file.mime }), file.name);
  });
  el.append(root);
}
