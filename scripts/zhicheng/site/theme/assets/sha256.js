/* SHA-256 (FIPS 180-4) of texts in UTF-8, in hexadecimal. Written out, because browsers have their own only on https. A hash that was begun can be
   copied, so that what many texts begin with is hashed once. */

const K = new Int32Array(64);
const START = new Int32Array(8);

/* The first 32 bits of the fractional parts of the square roots of the first 8 primes, and of the cube roots of the first 64: exact, since the fractions
   of a double have more bits than are taken. */
for (let number = 2, found = 0; found < 64; number++) {
  let prime = true;
  for (let divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor === 0) prime = false;
  if (!prime) continue;
  const bits = (root) => ((root - Math.floor(root)) * 4294967296) | 0;
  if (found < 8) START[found] = bits(Math.sqrt(number));
  K[found++] = bits(Math.cbrt(number));
}

const words = new Int32Array(64);

/* Mixes 64 bytes from a place into the state. */
function block(state, bytes, from) {
  for (let i = 0; i < 16; i++) {
    const at = from + 4 * i;
    words[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let i = 16; i < 64; i++) {
    const x = words[i - 15];
    const y = words[i - 2];
    const s = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const u = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    words[i] = (words[i - 16] + s + words[i - 7] + u) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const one =
      (h + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
    const two = ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => {
    state[i] += value;
  });
}

/* begun("text") is a hash of what has come so far: .of("more") is the hash of both, and changes nothing. */
export function begun(text) {
  const head = new TextEncoder().encode(text);
  const whole = head.length - (head.length % 64);
  const state = START.slice();
  for (let from = 0; from < whole; from += 64) block(state, head, from);
  return {
    of(more) {
      const tail = new TextEncoder().encode(more);
      const length = head.length + tail.length;
      const rest = head.length - whole + tail.length;
      const bytes = new Uint8Array(Math.ceil((rest + 9) / 64) * 64);
      const end = state.slice();
      bytes.set(head.subarray(whole));
      bytes.set(tail, head.length - whole);
      bytes[rest] = 128;
      new DataView(bytes.buffer).setUint32(bytes.length - 8, Math.floor(length / 536870912));
      new DataView(bytes.buffer).setUint32(bytes.length - 4, (length * 8) >>> 0);
      for (let from = 0; from < bytes.length; from += 64) block(end, bytes, from);
      return Array.from(end, (value) => (value >>> 0).toString(16).padStart(8, "0")).join("");
    },
  };
}

export const sha256 = (text) => begun(text).of("");
