// Unpacks the points, and draws what is seen of them. However many there are, uPlot gets a few for each column of pixels: the first, the
// lowest, the highest and the last of each series, through which a line looks as one through all.
'use strict';

const MOST_JOINED = 20_000;   // points that are drawn one by one, at their own times
const SLOTS = 4;              // points of a series in a column of pixels
const MOST_AXES = 6;          // axes that are drawn; more leave no room for the plot

const element = id => document.getElementById(id);

// Newer browsers do it themselves.
function bytesOf(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = characters.charCodeAt(index);
  return bytes;
}

async function unpack(text) {
  const stream = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).arrayBuffer();
}

// As PackedPoints of Caneth writes them: values of 64 bits, values of 32 bits, then the nanoseconds between times, seven bits a byte.
function readPoints(plot, buffer) {
  let at = 0;
  for (const single of [false, true]) {
    for (const series of plot.series.filter(one => one.single === single)) {
      const length = plot.times[series.times] * (single ? 4 : 8);
      const bytes = buffer.slice(at, at + length);
      series.values = single ? new Float32Array(bytes) : new Float64Array(bytes);
      at += length;
    }
  }
  const bytes = new Uint8Array(buffer, at);
  at = 0;
  const lists = plot.times.map(count => {
    const times = new Float64Array(count);
    let now = 0;
    for (let index = 0; index < count; index++) {
      let factor = 1;
      let byte;
      do {
        byte = bytes[at++];
        now += (byte & 127) * factor;
        factor *= 128;
      } while (byte > 127);
      times[index] = now / 1e9;
    }
    return times;
  });
  for (const series of plot.series) {
    series.times = lists[series.times];
  }
}

// The place of the first time that is later than a time.
function after(times, time) {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] > time) high = middle; else low = middle + 1;
  }
  return low;
}

// What is seen of each series between two times, and one point on either side, to which its line leads.
function seen(plot, from, to) {
  return plot.series.map(({ times, values }) => {
    const first = Math.max(after(times, from) - 1, 0);
    const last = Math.min(after(times, to), times.length - 1);
    return { times, values, first, last };
  });
}

function view(plot, from, to, columns) {
  const parts = seen(plot, from, to);
  const count = parts.reduce((sum, part) => sum + part.last - part.first + 1, 0);
  return count <= MOST_JOINED ? join(parts) : gather(parts, from, to, columns);
}

// Every point at its own time.
function join(parts) {
  const clocks = new Map(parts.map(part => [part.times, part]));
  const all = Float64Array.from([...clocks.values()].flatMap(part => [...part.times.subarray(part.first, part.last + 1)])).sort();
  const times = all.filter((time, place) => place === 0 || time !== all[place - 1]);
  return [times, ...parts.map(part => {
    const values = new Array(times.length);
    for (let index = part.first, place = 0; index <= part.last; index++) {
      while (times[place] < part.times[index]) place++;
      put(values, place, part.values[index]);
    }
    return values;
  })];
}

// A few points of each column.
function gather(parts, from, to, columns) {
  const width = (to - from) / columns;
  const edge = part => [...new Set(parts.map(part))].sort((one, other) => one - other);
  const before = edge(part => part.times[part.first]).filter(time => time < from);
  const beyond = edge(part => part.times[part.last]).filter(time => time > to);
  const times = new Float64Array(before.length + columns * SLOTS + beyond.length);
  times.set(before);
  for (let slot = 0; slot < columns * SLOTS; slot++) {
    times[before.length + slot] = from + (slot + 0.5) * width / SLOTS;
  }
  times.set(beyond, before.length + columns * SLOTS);
  return [times, ...parts.map(part => gatherOne(part, from, to, width, columns, before, beyond, times.length))];
}

function gatherOne(part, from, to, width, columns, before, beyond, length) {
  const result = new Array(length);
  let column = -1;
  let first = 0, low = 0, high = 0, last = 0;
  const flush = () => {
    if (column < 0) return;
    const start = before.length + column * SLOTS;
    put(result, start, part.values[first]);
    put(result, start + 1, part.values[Math.min(low, high)]);
    put(result, start + 2, part.values[Math.max(low, high)]);
    put(result, start + 3, part.values[last]);
  };
  for (let index = part.first; index <= part.last; index++) {
    const time = part.times[index];
    const value = part.values[index];
    if (time < from) {
      put(result, before.indexOf(time), value);
    } else if (time > to) {
      put(result, before.length + columns * SLOTS + beyond.indexOf(time), value);
    } else if (Number.isFinite(value)) {
      const place = Math.min(Math.floor((time - from) / width), columns - 1);
      if (place !== column) {
        flush();
        column = place;
        first = low = high = index;
      }
      if (value < part.values[low]) low = index;
      if (value > part.values[high]) high = index;
      last = index;
    }
  }
  flush();
  return result;
}

// What has no place on an axis is left out, and the line leads on to the next.
function put(values, place, value) {
  if (Number.isFinite(value) && Math.abs(value) <= 1e300) values[place] = value;
}

function show(plot) {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const ink = dark ? '#bbb' : '#444';
  const grid = { stroke: dark ? '#333' : '#e4e4e4', width: 1 };
  const texts = plot.axes.map(axis => new Map(axis.texts));
  const end = Math.max(...plot.series.map(series => series.times[series.times.length - 1]), 1e-9);
  const size = () => ({ width: element('plot').clientWidth, height: element('plot').clientHeight });
  const fit = label => label.length > 18 ? label.slice(0, 17) + '…' : label;

  const axes = plot.axes.map((axis, place) => {
    const own = plot.series.filter(series => series.axis === place);
    const named = axis.texts.length > 0;
    return {
      scale: `y${place}`, show: place < MOST_AXES, side: place % 2 === 0 ? 3 : 1, label: axis.label || undefined,
      stroke: own.length === 1 ? own[0].color : ink, ticks: grid, grid: place === 0 ? grid : { show: false },
      splits: named ? (_, __, low, high) => [...texts[place].keys()].filter(value => value >= low && value <= high) : undefined,
      values: named ? (_, splits) => splits.map(value => fit(texts[place].get(value))) : undefined,
      size: named ? (_, labels) => 26 + 7 * Math.max(4, ...(labels || []).map(label => (label || '').length)) : 60,
    };
  });
  let outputs = null;
  const chart = new uPlot({
    ...size(),
    legend: { show: false },
    scales: { x: { time: false }, ...Object.fromEntries(plot.axes.map((_, place) => [`y${place}`, {}])) },
    axes: [{ stroke: ink, ticks: grid, grid, label: `Seconds since ${plot.start}` }, ...axes],
    series: [{}, ...plot.series.map(series => ({
      label: series.name, scale: `y${series.axis}`, stroke: series.color, width: 1.5, spanGaps: true, points: { show: false },
      paths: series.stepped ? uPlot.paths.stepped({ align: 1 }) : undefined,
    }))],
    cursor: { y: false, points: { show: false }, drag: { setScale: false }, bind: { dblclick: () => () => { move(0, end); return null; } } },
    hooks: { setCursor: [tell], setSelect: [chosen] },
  }, view(plot, 0, end, columns()), element('plot'));
  outputs = legend(plot, chart);

  function columns() {
    return Math.max(Math.round(element('plot').clientWidth * devicePixelRatio), 100);
  }

  function move(from, to) {
    const least = Math.max(end * 1e-9, 1e-9);
    if (!(to - from >= least)) return;
    chart.batch(() => {
      chart.setData(view(plot, from, to, columns()), false);
      chart.setScale('x', { min: from, max: to });
    });
  }

  // A stroke with Shift moves along, else it chooses what to see.
  function chosen() {
    const { left, width } = chart.select;
    if (width > 2) {
      const [from, to] = [chart.posToVal(left, 'x'), chart.posToVal(left + width, 'x')];
      chart.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
      move(from, to);
    }
  }

  function tell() {
    if (!outputs) return;
    const left = chart.cursor.left;
    const time = left >= 0 ? chart.posToVal(left, 'x') : NaN;
    outputs.time.value = left >= 0 ? `${time.toFixed(6)} s, ${clock(plot, time)}` : '';
    plot.series.forEach((series, place) => {
      const index = after(series.times, time) - 1;
      outputs[place].value = left >= 0 && index >= 0 ? words(series.values[index], texts[series.axis]) : '';
    });
  }

  chart.over.addEventListener('wheel', event => {
    event.preventDefault();
    const { min, max } = chart.scales.x;
    const time = chart.posToVal(event.offsetX, 'x');
    const factor = 1.2 ** Math.sign(event.deltaY);
    move(Math.max(time - (time - min) * factor, 0), Math.min(time + (max - time) * factor, end));
  }, { passive: false });

  chart.over.addEventListener('mousedown', event => {
    if (!event.shiftKey && event.button !== 1) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { min, max } = chart.scales.x;
    const begin = event.clientX;
    const drag = moved => {
      const away = (begin - moved.clientX) / chart.over.clientWidth * (max - min);
      const kept = Math.max(-min, Math.min(away, end - max));
      move(min + kept, max + kept);
    };
    addEventListener('mousemove', drag);
    addEventListener('mouseup', () => removeEventListener('mousemove', drag), { once: true });
  }, { capture: true });

  new ResizeObserver(() => {
    const { min, max } = chart.scales.x;
    chart.setSize(size());
    move(min, max);
  }).observe(element('plot'));
  return chart;
}

function legend(plot, chart) {
  const list = element('legend');
  const outputs = plot.series.map((series, place) => {
    const button = add(add(list, 'li'), 'button');
    button.setAttribute('aria-pressed', 'true');
    add(button, 'i').style.background = series.color;
    add(button, 'span').textContent = series.name;
    const output = add(button, 'output');
    const unit = add(button, 'span');
    unit.className = 'unit';
    unit.textContent = series.unit;
    button.addEventListener('click', () => {
      const shown = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(shown));
      chart.setSeries(place + 1, { show: shown });
    });
    return output;
  });
  outputs.time = add(add(list, 'li'), 'output');
  outputs.time.className = 'time';
  return outputs;
}

function add(parent, name) {
  return parent.appendChild(document.createElement(name));
}

function clock(plot, seconds) {
  const time = new Date(plot.startMilliseconds + seconds * 1000);
  return isNaN(time) ? '' : `${time.toLocaleDateString()} ${time.toLocaleTimeString()}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

function words(value, texts) {
  const number = String(Number(value.toPrecision(12)));
  return texts.has(value) ? `${texts.get(value)} (${number})` : number;
}

async function start() {
  const plot = JSON.parse(element('description').textContent);
  document.title = plot.title;
  element('title').textContent = plot.title;
  readPoints(plot, await unpack(element('points').textContent));
  element('points').remove();
  element('state').remove();
  window.chart = show(plot);
  requestAnimationFrame(() => performance.mark('drawn'));
}

start().catch(failure => {
  element('state') ? element('state').textContent = `This browser cannot show the plot: ${failure}` : console.error(failure);
});
