/* What scripts add to pages that work without them: single keys, the command menu, row menus,
   selection, quiet polling, busy buttons, and where the focus goes after a swap. */
(() => {
  "use strict";
  const page = document.documentElement;
  const words = document.body.dataset;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const isSeen = (element) => element.getClientRects().length > 0;
  const isField = (element) => element?.isContentEditable
    || (/^(INPUT|TEXTAREA|SELECT)$/.test(element?.tagName) && !/^(checkbox|radio|button|submit)$/.test(element.type));

  /* ---- messages ---- */

  const status = one("#status");

  function say(text, kind = "info") {
    const line = document.createElement("p");
    line.className = `banner ${kind}`;
    line.textContent = text;
    status.replaceChildren(line);
  }

  function showConnection() {
    if (!navigator.onLine) say(words.offline, "warn");
    else if (status.textContent === words.offline) status.replaceChildren();
  }

  /* ---- copying ---- */

  async function copy(button) {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    await navigator.clipboard.writeText(field.value);
    say(button.dataset.copied, "ok");
  }

  /* ---- rows ---- */

  const rowOf = (element) => element?.closest?.("[data-row]");
  const rows = () => all("[data-row]").filter(isSeen);
  const rowHere = () => rowOf(document.activeElement);

  function focusRow(row) {
    const target = row && (one(".row-title", row) || one("a, button, input", row));
    target?.focus();
    row?.scrollIntoView({block: "nearest"});
  }

  function step(by, extend) {
    const list = rows();
    const here = list.indexOf(rowHere());
    if (extend && here >= 0) select(list[here], true);
    const next = list[here < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(Math.max(here + by, 0), list.length - 1)];
    if (extend && next) select(next, true);
    focusRow(next);
  }

  function select(row, on) {
    const box = one("input[type=checkbox]", row);
    if (!box) return;
    box.checked = on ?? !box.checked;
    box.dispatchEvent(new Event("change", {bubbles: true}));
  }

  /* ---- what is selected ---- */

  const picks = (bar) => all("[data-row] > input[type=checkbox]", bar.closest("form") || document);

  function countSelection(bar) {
    const boxes = picks(bar);
    const number = boxes.filter((box) => box.checked).length;
    const count = one(".bulk-count", bar);
    count.textContent = number ? `${count.dataset.some} ${number}` : count.dataset.none;
    for (const button of all("button, select", bar)) button.setAttribute("aria-disabled", String(!number));
    const whole = one("[data-all]", bar);
    if (whole) {
      whole.closest("label").hidden = !boxes.length;
      whole.checked = number > 0 && number === boxes.length;
      whole.indeterminate = number > 0 && number < boxes.length;
    }
  }

  const countAll = () => all("[data-bulk]").forEach(countSelection);

  document.addEventListener("change", ({target}) => {
    if (target.matches("[data-all]")) picks(target.closest("[data-bulk]")).forEach((box) => { box.checked = target.checked; });
    if (target.type === "checkbox") countAll();
    if (target.matches("[data-submit]")) target.form.requestSubmit();
  });

  /* ---- menus ---- */

  function menuFor(row) {
    const template = one("#row-menu");
    if (!template || !row) return null;
    const menu = template.content.firstElementChild.cloneNode(true);
    for (const element of all("[href], [action], [formaction]", menu)) {
      for (const name of ["href", "action", "formaction"]) {
        if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replace("ID", row.dataset.row || row.id.replace(/\D/g, "")));
      }
    }
    return menu;
  }

  const markDots = () => one("#row-menu") && all("[data-menu]:not([aria-expanded])").forEach((dots) => dots.setAttribute("aria-expanded", "false"));

  function closeMenus(except) {
    let closed = false;
    for (const menu of all("details.menu[open]")) {
      if (menu === except) continue;
      if (menu.contains(document.activeElement)) one("summary", menu).focus();
      menu.open = false;
      closed = true;
    }
    for (const dots of all(".dots[aria-expanded=true]")) {
      const menu = dots.parentElement.querySelector(".menu-list") || rowOf(dots)?.querySelector(".menu-list");
      if (menu?.contains(document.activeElement)) dots.focus();
      menu?.remove();
      dots.setAttribute("aria-expanded", "false");
      closed = true;
    }
    return closed;
  }

  function toggleRowMenu(dots) {
    const wasOpen = dots.getAttribute("aria-expanded") === "true";
    closeMenus();
    const menu = !wasOpen && menuFor(rowOf(dots));
    if (!menu) return;
    dots.after(menu);
    dots.setAttribute("aria-expanded", "true");
    window.htmx?.process(menu);
    one("a, button", menu)?.focus();
  }

  document.addEventListener("click", (event) => {
    const {target} = event;
    const dots = target.closest("[data-menu]");
    if (dots && one("#row-menu") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      toggleRowMenu(dots);
      return;
    }
    if (!target.closest(".menu-list")) closeMenus(target.closest("details.menu"));
    const disabled = target.closest("[aria-disabled=true]");
    if (disabled) event.preventDefault();
    const quick = target.closest("[data-fill]");
    if (quick) fill(event, quick);
    if (target.closest("[data-commands]")) openCommands();
    const copier = target.closest("[data-copy]");
    if (copier) copy(copier);
  });

  function fill(event, quick) {
    const values = Object.entries(JSON.parse(quick.dataset.fill));
    if (!values.length) return;
    event.preventDefault();
    for (const [id, text] of values) {
      const field = document.getElementById(id);
      if (!field) continue;
      field.value = text;
      field.dispatchEvent(new Event("change", {bubbles: true}));
    }
  }

  /* ---- keys ---- */

  const GO = "g";
  const ALONE_MS = 600;
  let waitingForSecond = 0;
  let alone = 0;

  const keysOf = (element) => element.dataset.key.match(/g \S+|\S+/g) || [];

  /* What the page itself offers comes before what the frame offers on every page. */
  const keyed = (root) => (root === document ? [...all("main [data-key]"), ...all("[data-key]")] : all("[data-key]", root));

  function withKey(key, root = document) {
    return keyed(root).find((element) => keysOf(element).includes(key)
      && (root !== document || !rowOf(element)) && element.getAttribute("aria-disabled") !== "true");
  }

  function act(element) {
    if (isField(element)) { element.focus(); element.select?.(); } else if (isReady(element)) element.click(); else askOnce(element);
    return true;
  }

  /* What a key would record stays undone while a field that it goes by is empty: it takes Enter on the button then. */
  function isReady(element) {
    if (!element.dataset.after) return true;
    const given = new FormData(element.form);
    const fields = all("input, select, textarea", one(element.dataset.after));
    return fields.length > 0 && fields.every((field) => given.get(field.name));
  }

  function askOnce(element) {
    element.focus();
    say(element.dataset.unready, "warn");
  }

  function press(key) {
    const row = rowHere();
    const inRow = row && withKey(key, row);
    if (inRow) return act(inRow);
    const inMenu = row && menuFor(row);
    const entry = inMenu && withKey(key, inMenu);
    if (entry) return entry.href ? Boolean(window.location.assign(entry.href)) || true : pressHidden(row, inMenu, entry);
    const onPage = withKey(key);
    return Boolean(onPage) && act(onPage);
  }

  function pressHidden(row, menu, entry) {
    menu.hidden = true;
    row.append(menu);
    return act(entry);
  }

  const moves = {j: [1, false], ArrowDown: [1, false], J: [1, true], k: [-1, false], ArrowUp: [-1, false], K: [-1, true]};

  function stopWaiting() {
    waitingForSecond = 0;
    clearTimeout(alone);
  }

  /* On a page that has a button of this key, the key alone presses it, once no second one follows. */
  function waitForSecond() {
    waitingForSecond = Date.now();
    if (withKey(GO)) alone = setTimeout(goAlone, ALONE_MS);
  }

  function goAlone() {
    stopWaiting();
    if (!isField(document.activeElement) && !one("dialog[open]")) press(GO);
  }

  function singleKey(event) {
    const {key} = event;
    if (waitingForSecond && Date.now() - waitingForSecond < 1500) {
      stopWaiting();
      return press(`${GO} ${key}`);
    }
    if (key === GO) { waitForSecond(); return true; }
    if (moves[key] && rows().length && !(key.startsWith("Arrow") && !rowHere())) { step(...moves[key]); return true; }
    if (key === "?") return openHelp();
    return key.length === 1 && press(key);
  }

  function escape() {
    if (closeMenus()) return true;
    const field = document.activeElement;
    if (isField(field)) { field.blur(); return true; }
    if (status.childElementCount) { status.replaceChildren(); return true; }
    return false;
  }

  /* Browsers stop at every part of a date; here Tab leaves the field at once, arrows and digits move inside it. */
  const STOPS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";

  function leaveDate(event) {
    const stops = all(STOPS).filter((element) => element === event.target
      || (element.tabIndex >= 0 && !element.disabled && isSeen(element)));
    let next = stops[stops.indexOf(event.target) + (event.shiftKey ? -1 : 1)];
    if (next?.type === "radio") next = stops.find((each) => each.name === next.name && each.checked) || next;
    if (!next || one("dialog[open]")) return;
    event.preventDefault();
    next.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Tab" && event.target.matches?.("[type=date], [type=time]")) leaveDate(event);
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const {key} = event;
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && key.toLowerCase() === "k") {
      event.preventDefault();
      openCommands();
      return;
    }
    if (event.ctrlKey || event.metaKey || one("dialog[open]")) return;
    const taken = key === "Escape" ? escape()
      : page.dataset.keys !== "off" && !isField(document.activeElement) && singleKey(event);
    if (taken) event.preventDefault();
  });

  /* ---- help ---- */

  const help = one("#help");

  function openHelp() {
    const link = all("[data-key]").find((element) => element.dataset.key === "?");
    if (!link || !window.htmx) return Boolean(link) && act(link);
    window.htmx.ajax("GET", link.href, {target: "#help-body", swap: "innerMorph"}).then(() => help.open || help.showModal());
    return true;
  }

  /* ---- commands: every link and button of the page by name ---- */

  const commands = one("#commands");
  const search = one("input", commands);
  const list = one("ul", commands);
  let entries = [];
  let chosen = 0;

  const nameOf = (element) => (element.getAttribute("aria-label")
    || [...element.childNodes].filter((node) => node.tagName !== "KBD" && !node.ariaHidden).map((node) => node.textContent).join(" ")
    || element.placeholder || "").replace(/\s+/g, " ").trim();

  function gather() {
    const named = new Map();
    for (const element of all("a[href], button, input[data-key]")) {
      if (commands.contains(element) || rowOf(element) || element.matches(".skip, [aria-disabled=true], [data-commands]")) continue;
      const name = nameOf(element) || one(`label[for="${element.id}"]`)?.textContent;
      const known = named.get(name);
      if (name && (!known || (!known.key && element.dataset.key))) named.set(name, {name, element, key: element.dataset.key || ""});
    }
    return [...named.values()];
  }

  function showCommands() {
    const wanted = search.value.toLocaleLowerCase().split(/\s+/);
    const found = entries.filter(({name}) => wanted.every((part) => name.toLocaleLowerCase().includes(part))).slice(0, 12);
    list.replaceChildren(...found.map(({name, element, key}, index) => {
      const item = document.createElement("li");
      item.id = `command-${index}`;
      item.role = "option";
      item.append(name);
      item.onclick = () => run(element);
      if (key) item.append(Object.assign(document.createElement("kbd"), {textContent: key}));
      return item;
    }));
    one(".hint", commands).hidden = found.length > 0;
    choose(0);
  }

  function choose(index) {
    const items = [...list.children];
    chosen = Math.min(Math.max(index, 0), items.length - 1);
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    items[chosen]?.scrollIntoView({block: "nearest"});
    if (items[chosen]) search.setAttribute("aria-activedescendant", items[chosen].id);
    else search.removeAttribute("aria-activedescendant");
  }

  function run(element) {
    commands.close();
    act(element);
  }

  function openCommands() {
    closeMenus();
    entries = gather();
    search.value = "";
    if (!commands.open) commands.showModal();
    showCommands();
    search.focus();
  }

  search.addEventListener("input", showCommands);
  commands.addEventListener("click", (event) => { if (event.target === commands) commands.close(); });
  search.addEventListener("keydown", (event) => {
    const by = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (by) { event.preventDefault(); choose(chosen + by); }
    if (event.key === "Enter") { event.preventDefault(); list.children[chosen]?.click(); }
  });

  /* ---- sending ---- */

  const SLOW_MS = 300;
  const VERY_SLOW_MS = 10000;

  function busy(form, button) {
    form.dataset.sending = "";
    const label = button && (one("span", button) || button);
    const before = label?.textContent;
    const soon = setTimeout(() => {
      if (!label) return;
      label.textContent = words.saving;
      button.setAttribute("aria-disabled", "true");
    }, SLOW_MS);
    const late = setTimeout(() => say(words.slow, "warn"), VERY_SLOW_MS);
    form.calm = () => {
      clearTimeout(soon);
      clearTimeout(late);
      delete form.dataset.sending;
      if (label) { label.textContent = before; button.removeAttribute("aria-disabled"); }
    };
  }

  document.addEventListener("submit", (event) => {
    const {target: form, submitter} = event;
    if ((submitter?.formMethod || form.method) !== "post" || form.target === "_blank") return;
    if ("sending" in form.dataset) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    busy(form, submitter);
  }, true);

  const calmAll = () => all("form[data-sending]").forEach((form) => form.calm?.());
  window.addEventListener("pageshow", calmAll);

  /* ---- the bell ---- */

  let newest = -1;

  function ring() {
    const bell = one("#bell");
    if (!bell) return;
    const {count, newest: last} = bell.dataset;
    document.title = (Number(count) ? `(${count}) ` : "") + document.title.replace(/^\(\d+\) /, "");
    if (newest >= 0 && last > newest && "sound" in bell.dataset) {
      const audio = new AudioContext();
      const tone = audio.createOscillator();
      tone.connect(audio.destination);
      tone.start();
      tone.stop(audio.currentTime + .15);
    }
    newest = Number(last);
  }

  /* ---- htmx: addresses of buttons, quiet polling, focus ---- */

  let focused = null;

  /* A form that was asked for is typed into at once. */
  function begin() {
    const form = one("form[data-begin]:not([data-begun])");
    const field = form && all("input:not([type=hidden]), select, textarea", form).find(isSeen);
    if (!field) return false;
    form.dataset.begun = "";
    field.focus();
    return true;
  }

  document.addEventListener("htmx:config:request", ({detail: {ctx}}) => {
    const own = ctx.request.submitter?.getAttribute("formaction");
    if (own) ctx.request.action = own;
  });

  const isInUse = (element) => document.hidden || one("details[open], input:checked, :not(details) > .menu-list", element)
    || (element.contains(document.activeElement) && isField(document.activeElement));

  document.addEventListener("htmx:before:request", (event) => {
    const source = event.detail.ctx.sourceElement;
    if (source.matches?.("[data-poll]") && isInUse(source)) event.preventDefault();
  });

  document.addEventListener("htmx:before:swap", () => {
    const row = rowHere();
    focused = document.activeElement === document.body ? null : {id: document.activeElement?.id, at: row ? rows().indexOf(row) : -1};
  });

  document.addEventListener("htmx:after:swap", () => {
    calmAll();
    countAll();
    markDots();
    ring();
    const fault = one("[data-focus]:not([data-seen])");
    if (fault) { fault.dataset.seen = ""; fault.focus(); return; }
    if (begin()) return;
    if (!focused || (document.activeElement && document.activeElement !== document.body)) return;
    const again = focused.id && document.getElementById(focused.id);
    if (again) again.focus();
    else if (focused.at >= 0 && rows().length) focusRow(rows()[Math.min(focused.at, rows().length - 1)]);
    else one("#main").focus();
  });

  document.addEventListener("htmx:finally:request", calmAll);
  document.addEventListener("htmx:error", showConnection);

  /* ---- at the start ---- */

  /* A deferred htmx starts by a timer, so that a quick key would send its form the slow way and lose the focus. */
  window.htmx?.initialize();
  window.addEventListener("online", showConnection);
  window.addEventListener("offline", showConnection);
  all("[data-commands], [data-copy]").forEach((button) => { button.hidden = false; });
  all("[data-copy]").forEach((button) => { button.hidden = !navigator.clipboard; });
  markDots();
  countAll();
  ring();
  const fault = one("[data-focus]");
  if (fault) { fault.dataset.seen = ""; fault.focus(); } else begin();
})();
