// The list of an event as a device sees it: what the server said, and on top what waits to be sent.

import { finder, fold } from "./door_words.js";

// As views/door.py writes a row: id, name, code, party_size, waits, check_in, people.
export function readParties(list) {
  return list.expected.map(([id, name, code, size, waits, checkIn, people]) => ({
    ...{ id, name, code, size, waits: Boolean(waits), checkIn, people },
    folded: fold(name),
  }));
}

// Who is there, how many people and cards in all.
export function reckon(list, parties, waiting) {
  const here = new Map();
  for (const party of parties) {
    if (party.checkIn) {
      here.set(party.id, { checkIn: party.checkIn, people: party.people });
    }
  }
  const state = { here, people: list.people, cards: [...list.cards], mine: new Map() };
  for (const { entry } of waiting) {
    (EFFECTS[entry.act] ?? addPeople)(state, entry);
  }
  return state;
}

function addPeople(state, entry) {
  state.people += entry.people;
  state.mine.set(entry.key, { people: entry.people });
}

const EFFECTS = {
  check_in(state, entry) {
    if (!state.here.has(entry.sign_up)) {
      addPeople(state, entry);
      state.here.set(entry.sign_up, { checkIn: entry.key, people: entry.people });
    }
  },
  undo(state, entry) {
    const signUp = [...state.here].find(([, held]) => held.checkIn === entry.check_in)?.[0];
    const held = state.here.get(signUp) ?? state.mine.get(entry.check_in);
    state.people -= held?.people ?? entry.people ?? 0;
    state.here.delete(signUp);
  },
  cards(state, entry) {
    const place = ["offered", "taken", "answered"].indexOf(entry.card);
    state.cards[place] = Math.max(0, state.cards[place] + Number(entry.change));
  },
};

// What a receipt changes on the list, so that it holds until the list is fetched anew.
export function apply(list, entry, receipt) {
  const row = list.expected.find(([id, , , , , checkIn]) =>
    entry.act === "undo" ? checkIn && checkIn === entry.check_in : id === entry.sign_up,
  );
  if (row && receipt.outcome !== "refused") {
    row[5] = entry.act === "undo" ? null : receipt.check_in;
    row[6] = entry.act === "undo" ? null : receipt.people;
  }
}

export function search(parties, text) {
  const found = text.trim() ? parties.filter(finder(text)) : [];
  return found.sort((one, other) => (one.folded < other.folded ? -1 : 1));
}
