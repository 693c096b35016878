// The map that a MapLibre developer would write: four layers of one source of vector tiles, colours by attribute.
import { Map, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";

setWorkerUrl(`${location.origin}/worker.mjs`);

const WIDTH = 1430;
const EQUATOR_M = 2 * Math.PI * 6378137;
const GREEN = "#22c55e", YELLOW = "#facc15", RED = "#ef4444", BLUE = "#3b82f6", PURPLE = "#9c27b0";
const CIRCUITS = ["#0ea5e9", "#facc15", "#22c55e", "#f472b6", "#a78bfa", "#fb923c"];

const circles = (id, color, radius) => ({
  id, type: "circle", source: "rows", "source-layer": id, paint: { "circle-color": color, "circle-radius": radius },
});
const LAYERS = [
  {
    id: "segments", type: "line", source: "rows", "source-layer": "segments",
    paint: { "line-width": 2, "line-color": ["match", ["get", "c"], ...CIRCUITS.flatMap((hue, c) => [c, hue]), BLUE] },
  },
  circles("meters", PURPLE, 1),
  circles("poles", ["step", ["get", "h"], RED, 40, YELLOW, 70, GREEN], 1.5),
  circles("transformers", ["step", ["get", "l"], BLUE, 80, YELLOW, 100, RED], 2),
];

// Web Mercator metres to MapLibre's camera; at zoom 0 the world is 512 px wide.
const degrees = (radians) => (radians * 180) / Math.PI;
const cameraOf = ({ x0, x1, y0, y1 }) => ({
  center: [
    ((x0 + x1) / 2 / EQUATOR_M) * 360,
    degrees(Math.atan(Math.sinh(((y0 + y1) / 2 / EQUATOR_M) * 2 * Math.PI))),
  ],
  zoom: Math.log2((EQUATOR_M * WIDTH) / (512 * (x1 - x0))),
});

const bench = window.bench ?? { drew: () => {} };
bench.frame = () => ({ x: 0, y: 0, width: WIDTH, height: 850 });

async function show() {
  const view = await (await fetch("view.json")).json();
  const map = new Map({
    container: "map", ...cameraOf(view), maxZoom: 22, fadeDuration: 0, attributionControl: false, renderWorldCopies: false,
    dragPan: { maxSpeed: 0, linearity: 0, deceleration: 1e6 }, // a drag ends where the hand does, as on the other maps
    style: {
      version: 8, layers: LAYERS,
      sources: {
        rows: { type: "vector", tiles: [`${location.origin}/tiles/{z}/{x}/{y}.pbf`], minzoom: 6, maxzoom: 14 },
      },
    },
  });
  // All four layers have been on screen once: a map without one of them is no map of the same rows.
  let seen = 0;
  const haveAll = () => {
    if (seen < LAYERS.length) seen = LAYERS.filter(({ id }) => map.queryRenderedFeatures({ layers: [id] }).length).length;
    return seen === LAYERS.length;
  };
  bench.aligned = () => map.isStyleLoaded() && map.areTilesLoaded() && haveAll();
  bench.setView = (bounds) => map.jumpTo(cameraOf(bounds)).triggerRepaint();
  map.on("render", () => bench.drew(map.getCanvas()));
}

show();
