// The one dialog: a stack of views, from a figure to the records behind it to the cells behind a record.

/** @typedef {{title: string, content: () => Node[]}} View */

/** Opens views one over the other; the browser keeps the focus inside, and Escape closes it. */
const behind = (() => {
  /** @type {{title: string, nodes: Node[], focused: Element | null}[]} */
  const stack = [];
  const title = element("h2", { id: "behind-title", tabindex: -1 });
  const content = element("div", { class: "behind-content" });
  const back = element("button", { type: "button", class: "back", click: goBack }, "返回");
  const close = element("button", { type: "button", class: "close", click: () => dialog.close() }, "关闭");
  const dialog = element(
    "dialog",
    { id: "behind", "aria-labelledby": "behind-title", close: () => (stack.length = 0), click: closeOutside },
    element("div", { class: "behind-head" }, back, title, close),
    content,
  );

  /** @param {MouseEvent} event */
  function closeOutside(event) {
    if (event.target === dialog) dialog.close();
  }

  function show(scrollTop = 0) {
    const view = stack[stack.length - 1];
    title.textContent = view.title;
    content.replaceChildren(...view.nodes);
    content.scrollTop = scrollTop;
    back.hidden = stack.length === 1;
  }

  function goBack() {
    stack.pop();
    const { focused, scrollTop } = stack[stack.length - 1];
    show(scrollTop);
    (focused ?? title).focus();
  }

  /** @param {View} view */
  function open(view) {
    const under = stack[stack.length - 1];
    if (under) Object.assign(under, { focused: document.activeElement, scrollTop: content.scrollTop });
    stack.push({ title: view.title, nodes: view.content(), focused: null });
    show();
    if (!dialog.open) {
      if (!dialog.isConnected) document.body.append(dialog);
      dialog.showModal();
    }
    title.focus();
  }

  return { open };
})();
