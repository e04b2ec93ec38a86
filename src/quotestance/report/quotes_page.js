"use strict";
(() => {
  // data-u: the units that a place in the text, or a card, belongs to; data-go: those of them that it leads to.
  const wide = matchMedia("(min-width: 60rem)");
  let lit = [];
  let pinned = null;

  const holder = (target) => (target instanceof Element ? target.closest("[data-u]") : null);
  const units = (node) => (node.dataset.go ?? node.dataset.u).split(" ");

  function light(node) {
    lit.forEach((one) => one.classList.remove("lit"));
    const article = node?.closest("article");
    lit = article ? units(node).flatMap((unit) => [...article.querySelectorAll(`[data-u~="${unit}"]`)]) : [];
    lit.forEach((one) => one.classList.add("lit"));
  }

  function pin(node) {
    pinned = node;
    light(node);
  }

  function showCard(place) {
    document.getElementById(units(place)[0])?.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("mouseover", (event) => light(holder(event.target) ?? pinned));
  document.addEventListener("focusin", (event) => {
    const node = holder(event.target);
    if (!node) return;
    pin(node);
    if (wide.matches && node.closest(".text")) showCard(node);
  });
  document.addEventListener("click", (event) => {
    const node = holder(event.target);
    pin(node);
    if (node && wide.matches && node.closest(".text")) {
      event.preventDefault(); // the card stands beside the text: no need to leave the place
      showCard(node);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") pin(null);
  });

  const named = () => holder(document.getElementById(location.hash.slice(1)));
  addEventListener("hashchange", () => pin(named()));
  if (location.hash) pin(named());
})();
