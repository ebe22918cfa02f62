// Citation numbers and the words they stand for: hover lights them, a click goes there.
(() => {
  const marksOf = (element) => {
    const result = element.closest(".cd-result");
    const wanted = new Set((element.dataset.cite || "").split(" "));
    if (!result) return [];
    return [...result.querySelectorAll("mark[data-cite]")].filter((mark) =>
      mark.dataset.cite.split(" ").some((number) => wanted.has(number)),
    );
  };
  const reference = (event) =>
    event.target instanceof Element ? event.target.closest(".cd-ref") : null;
  const light = (event, on) => {
    const ref = reference(event);
    if (ref) marksOf(ref).forEach((mark) => mark.classList.toggle("cd-lit", on));
  };
  document.addEventListener("mouseover", (event) => light(event, true));
  document.addEventListener("mouseout", (event) => light(event, false));
  document.addEventListener("focusin", (event) => light(event, true));
  document.addEventListener("focusout", (event) => light(event, false));
  document.addEventListener("click", (event) => {
    const ref = reference(event);
    const marks = ref ? marksOf(ref) : [];
    if (!marks.length) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    marks[0].scrollIntoView({ behavior: still ? "auto" : "smooth", block: "center" });
    marks.forEach((mark) => {
      mark.classList.remove("cd-flash");
      void mark.offsetWidth; // restarts the animation
      mark.classList.add("cd-flash");
    });
  });
})();
