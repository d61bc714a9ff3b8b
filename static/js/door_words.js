// Names as they are searched: small, without marks, so that nguyen finds Nguyễn. The same letters
// are folded in liaison/languages.py; a test compares the two.

const ONE_FOR_ONE = new Map([..."đðøłıħςةى"].map((letter, place) => [letter, "ddolihσهي"[place]]));
const PAIRS = new Map([["ß", "ss"], ["æ", "ae"], ["œ", "oe"], ["þ", "th"]]);
const NOTHING = /['’‘ʼ`´ـ\u200c\u200d]/gu;
const SPACES = /[-‐‑–—.,·・]/gu;

export function fold(text) {
  const bare = text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  const plain = bare.replace(NOTHING, "").replace(SPACES, " ");
  return Array.from(plain, (letter) => ONE_FOR_ONE.get(letter) ?? PAIRS.get(letter) ?? letter).join("");
}

export function asCode(text) {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, "");
}

// Every word somewhere in the name, or the whole code.
export function finder(text) {
  const words = fold(text).split(/\s+/u).filter(Boolean);
  const code = asCode(text);
  return (party) =>
    (words.length > 0 && words.every((word) => party.folded.includes(word))) || party.code === code;
}
