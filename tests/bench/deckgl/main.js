// The map a deck.gl developer would write: a LineLayer and three ScatterplotLayers over rows fetched as gzip JSON.
import { Deck, MapView } from "@deck.gl/core";
import { LineLayer, ScatterplotLayer } from "@deck.gl/layers";

const WIDTH = 1430, HEIGHT = 850;
const EQUATOR_M = 2 * Math.PI * 6378137;
const GREEN = [34, 197, 94], YELLOW = [250, 204, 21], RED = [239, 68, 68], BLUE = [59, 130, 246], PURPLE = [156, 39, 176];
const CIRCUITS = [[14, 165, 233], [250, 204, 21], [34, 197, 94], [244, 114, 182], [167, 139, 250], [251, 146, 60]];

const byHealth = ({ health_score: health }) => (health >= 70 ? GREEN : health >= 40 ? YELLOW : RED);
const byLoad = ({ load_pct: load }) => (load < 80 ? BLUE : load < 100 ? YELLOW : RED);
const place = ({ lon, lat }) => [lon, lat];

const points = (id, data, getFillColor, radius) => new ScatterplotLayer({
  id, data, getPosition: place, getFillColor, getRadius: radius, radiusUnits: "pixels",
});
const layerOf = {
  segments: (data) => new LineLayer({
    id: "segments", data, widthUnits: "pixels", getWidth: 2,
    getSourcePosition: ({ from_lon, from_lat }) => [from_lon, from_lat],
    getTargetPosition: ({ to_lon, to_lat }) => [to_lon, to_lat],
    getColor: ({ feeder_id }) => CIRCUITS[feeder_id % CIRCUITS.length],
  }),
  meters: (data) => points("meters", data, PURPLE, 1),
  poles: (data) => points("poles", data, byHealth, 1.5),
  transformers: (data) => points("transformers", data, byLoad, 2),
};

// Web Mercator metres to what deck.gl calls a view state; at zoom 0 the world is 512 px wide.
const degrees = (radians) => (radians * 180) / Math.PI;
const viewStateOf = ({ x0, x1, y0, y1 }) => ({
  longitude: ((x0 + x1) / 2 / EQUATOR_M) * 360,
  latitude: degrees(Math.atan(Math.sinh(((y0 + y1) / 2 / EQUATOR_M) * 2 * Math.PI))),
  zoom: Math.log2((EQUATOR_M * WIDTH) / (512 * (x1 - x0))),
});

const rows = {};
const state = { drawnLayers: 0 };
const layers = () => Object.entries(layerOf).filter(([name]) => rows[name]).map(([name, make]) => make(rows[name]));
const wanted = Object.keys(layerOf).length;
const bench = window.bench ?? { drew: () => {} };
bench.frame = () => ({ x: 0, y: 0, width: WIDTH, height: HEIGHT });
bench.aligned = () => state.drawnLayers === wanted;

async function show() {
  const view = await (await fetch("view.json")).json();
  const deck = new Deck({
    parent: document.getElementById("map"),
    views: new MapView({ controller: true }),
    initialViewState: viewStateOf(view),
    layers: [],
    onAfterRender: ({ gl }) => {
      const drawn = deck.layerManager?.getLayers() ?? [];
      state.drawnLayers = drawn.filter((layer) => layer.isLoaded).length;
      bench.drew(gl.canvas);
    },
  });
  bench.setView = (bounds) => {
    deck.setProps({ initialViewState: viewStateOf(bounds) });
    deck.redraw("a view was asked for");
  };
  await Promise.all(Object.keys(layerOf).map(async (name) => {
    rows[name] = await (await fetch(`rows/${name}.json`)).json();
    deck.setProps({ layers: layers() });
  }));
}

show();
