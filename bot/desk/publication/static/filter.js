// Filters the list of verdicts by words. The site works without this script.
"use strict";
(() => {
  const form = document.getElementById("filter");
  const input = document.getElementById("words");
  const count = document.getElementById("count");
  const list = document.querySelector("ol.claims");
  const heading = document.getElementById("newest");
  if (!form || !list) return;
  const MOST_SHOWN = 50;
  const shownFirst = [...list.children];
  const firstHeading = heading.textContent;
  let records = null;

  // Without the file of all verdicts, as on a page opened from a disk, those on this page are searched.
  const ofThisPage = () =>
    shownFirst.map((item) => ({ item, words: fold(item.textContent) }));
  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const entry = (record) => {
    const item = document.createElement("li");
    const article = document.createElement("article");
    const title = document.createElement("h3");
    title.append(element("a", record.claim, { href: record.path, dir: "auto" }));
    const facts = element("p", "", { class: "facts" });
    facts.append(element("span", record.rating, { class: "rating none" }), " ");
    if (record.date) facts.append(element("time", record.date, { datetime: record.date }));
    article.append(title, facts);
    item.append(article);
    return item;
  };
  const load = async () => {
    if (records) return;
    try {
      const reply = await fetch("search.json");
      if (!reply.ok) throw new Error(reply.statusText);
      records = (await reply.json()).map((record) => ({
        record,
        words: fold(`${record.claim} ${record.rating} ${record.date} ${record.more}`),
      }));
    } catch {
      records = ofThisPage();
    }
  };
  const filter = async () => {
    await load();
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    if (!words.length) {
      list.replaceChildren(...shownFirst);
      heading.textContent = firstHeading;
      count.textContent = "";
      return;
    }
    const found = records.filter((one) => words.every((word) => one.words.includes(word)));
    const known = new Map(shownFirst.map((item) => [item.querySelector("a").getAttribute("href"), item]));
    const items = found
      .slice(0, MOST_SHOWN)
      .map((one) => one.item ?? known.get(one.record.path) ?? entry(one.record));
    list.replaceChildren(...items);
    heading.textContent = "Found";
    const more = found.length > MOST_SHOWN ? `, the newest ${MOST_SHOWN} are shown` : "";
    count.textContent = `${found.length} ${found.length === 1 ? "verdict" : "verdicts"}${more}`;
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", filter);
})();
