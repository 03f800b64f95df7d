// What was typed and may not be on the server yet, kept in this browser: one record a cell, of one person's
// draft of one report. Records are sealed with a secret that only pages served to that person carry, so that
// whoever comes next to a shared machine finds nothing to read. A record is
// {text, base}: typed upon version `base` of the draft, not sent yet; or
// {text, sent}: it is in version `sent`, which a page kept for work without a network may be older than.

import { openDB } from "../vendor/idb/idb.js";

const STORE = "cells";
const LAST = "\uffff";

export class Kept {
  constructor({ person, assignment, secret, onKept, onLost }) {
    this.at = [person, assignment];
    this.onKept = onKept;
    this.onLost = onLost;
    this.waiting = new Map();
    this.writing = null;
    this.opened = this.open(secret);
    this.opened.catch(() => {});
  }

  async open(secret) {
    const bytes = Uint8Array.from(secret.match(/../g), (pair) => parseInt(pair, 16));
    this.key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
    this.db = await openDB("bao-cao-so", 1, {
      upgrade: (db) => db.createObjectStore(STORE, { keyPath: ["person", "assignment", "name"] }),
    });
  }

  /** Keep the field's record (null: forget it). The latest wins; `onKept` tells when it is on the disk. */
  put(name, record) {
    this.waiting.set(name, record);
    this.writing ??= this.write().finally(() => {
      this.writing = null;
    });
    return this.writing;
  }

  async write() {
    try {
      await this.opened;
      while (this.waiting.size) {
        const batch = new Map(this.waiting);
        this.waiting.clear();
        await this.commit(batch);
        this.onKept(batch);
      }
    } catch (error) {
      this.onLost(error);
    }
  }

  async commit(batch) {
    const rows = await Promise.all([...batch].map(([name, record]) => record && this.sealed(name, record)));
    const transaction = this.db.transaction(STORE, "readwrite", { durability: "strict" });
    [...batch.keys()].forEach((name, index) => {
      if (rows[index]) transaction.store.put(rows[index]);
      else transaction.store.delete([...this.at, name]);
    });
    await transaction.done;
  }

  async sealed(name, record) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const bytes = new TextEncoder().encode(JSON.stringify(record));
    const said = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: this.bound(name) }, this.key, bytes);
    const [person, assignment] = this.at;
    return { person, assignment, name, iv, said };
  }

  /** A record opens only where it was put. */
  bound(name) {
    return new TextEncoder().encode(JSON.stringify([...this.at, name]));
  }

  /** name → record of this person and report; what does not open (another secret) is left where it is. */
  async all() {
    try {
      await this.opened;
      const rows = await this.db.getAll(STORE, IDBKeyRange.bound([...this.at, ""], [...this.at, LAST]));
      const read = await Promise.all(rows.map((row) => this.unsealed(row)));
      return new Map(read.filter(Boolean));
    } catch (error) {
      this.onLost(error);
      return new Map();
    }
  }

  async unsealed({ name, iv, said }) {
    try {
      const bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: this.bound(name) }, this.key, said);
      return [name, JSON.parse(new TextDecoder().decode(bytes))];
    } catch {
      return null;
    }
  }
}
