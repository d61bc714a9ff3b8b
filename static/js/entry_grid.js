// A table to type into like a spreadsheet: Enter goes to the next row, to the column where the row
// was begun; arrow keys move; what is copied from a spreadsheet is pasted cell by cell; Ctrl+Z takes
// whole cells back. Every cell is a plain field, so the form works without this.

const CELLS = 'td input, td select, td textarea';
const UNTICKED = new Set(["", "0", "no", "false", "-"]);

export function startEntryGrids(root) {
  for (const table of root.querySelectorAll("[data-entry-grid]")) {
    tend(table);
  }
}

function tend(table) {
  const rows = [...table.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll(CELLS)]);
  const status = table.querySelector('[role="status"]');
  const form = table.closest("form");
  const edits = []; // each a list of [cell, what stood there before]
  let entered = ""; // what stood in the cell when it was entered
  let firstColumn = 0; // where this row was begun
  let isDirty = false;

  table.addEventListener("focusin", (event) => {
    const [row, column] = place(event.target);
    if (row >= 0) {
      entered = read(event.target);
      const came = rows[row].indexOf(event.relatedTarget);
      if (came < 0 || came > column) {
        firstColumn = column; // not tabbed here from an earlier cell of the row
      }
    }
  });

  table.addEventListener("change", (event) => {
    if (place(event.target)[0] >= 0 && read(event.target) !== entered) {
      edits.push([[event.target, entered]]);
      entered = read(event.target);
    }
  });

  table.addEventListener("input", () => {
    isDirty = true;
  });

  table.addEventListener("keydown", (event) => {
    const cell = event.target;
    const [row, column] = place(cell);
    if (row < 0 || event.isComposing) {
      return;
    }
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key === "z";
    if (isUndo && read(cell) === entered && edits.length) {
      event.preventDefault();
      takeBack(edits.pop());
    } else if (!(event.ctrlKey || event.metaKey || event.altKey) && move(event, row, column)) {
      event.preventDefault();
    }
  });

  table.addEventListener("paste", (event) => {
    const [row, column] = place(event.target);
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (row >= 0 && /[\t\n]/.test(text) && !(event.target.tagName === "TEXTAREA" && !text.includes("\t"))) {
      event.preventDefault();
      paste(cellsOf(text), row, column);
    }
  });

  form.addEventListener("submit", () => {
    isDirty = false;
  });

  window.addEventListener("beforeunload", (event) => {
    if (isDirty) {
      event.preventDefault();
    }
  });

  function place(cell) {
    const row = rows.findIndex((cells) => cells.includes(cell));
    return [row, row < 0 ? -1 : rows[row].indexOf(cell)];
  }

  // True if the key was ours.
  function move(event, row, column) {
    const cell = event.target;
    const isPlain = cell.tagName === "INPUT"; // drop-downs and long texts need the keys themselves
    if (event.key === "Enter" && cell.tagName !== "TEXTAREA") {
      const next = rows[row + (event.shiftKey ? -1 : 1)];
      enter(next ? next[firstColumn] : form.querySelector('[type="submit"]'));
      return true;
    }
    if (isPlain && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      enter(rows[row + (event.key === "ArrowDown" ? 1 : -1)]?.[column]);
      return true;
    }
    const step = isPlain && !event.shiftKey && sideways(event.key, cell);
    const beside = step && rows[row][column + step];
    if (beside) {
      enter(beside);
    }
    return Boolean(beside);
  }

  // 1 to the next cell, -1 to the one before, 0 where the key moves inside the text.
  function sideways(key, cell) {
    if (key !== "ArrowLeft" && key !== "ArrowRight") {
      return 0;
    }
    const pageIsRtl = getComputedStyle(table).direction === "rtl";
    const step = (key === "ArrowRight") === pageIsRtl ? -1 : 1;
    if (cell.type !== "text" || cell.value === "") {
      return step;
    }
    const textIsRtl = getComputedStyle(cell).direction === "rtl";
    const isForward = (key === "ArrowRight") !== textIsRtl;
    const isWhole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    const isAtEdge =
      cell.selectionStart === cell.selectionEnd &&
      cell.selectionStart === (isForward ? cell.value.length : 0);
    return isWhole || isAtEdge ? step : 0;
  }

  function enter(cell) {
    cell?.focus();
    if (cell?.type === "text") {
      cell.select();
    }
  }

  function paste(lines, row, column) {
    const edit = [];
    let isCut = false;
    lines.forEach((values, down) => {
      values.forEach((value, along) => {
        const cell = rows[row + down]?.[column + along];
        if (cell) {
          edit.push([cell, read(cell)]);
          isCut = !write(cell, value) || isCut;
        } else if (value.trim()) {
          isCut = true;
        }
      });
    });
    edits.push(edit);
    entered = read(rows[row][column]);
    isDirty = true;
    status.textContent = isCut ? table.dataset.tooMany : table.dataset.pasted;
  }

  function takeBack(edit) {
    for (const [cell, before] of edit.reverse()) {
      write(cell, before);
    }
    const cell = edit[edit.length - 1][0];
    enter(cell);
    entered = read(cell);
    status.textContent = table.dataset.undone;
  }
}

function read(cell) {
  return cell.type === "checkbox" ? (cell.checked ? "1" : "") : cell.value;
}

// False if the value does not fit the cell: it is not among the choices.
function write(cell, value) {
  if (cell.type === "checkbox") {
    cell.checked = !UNTICKED.has(value.trim().toLowerCase());
  } else if (cell.tagName === "SELECT") {
    const wanted = value.trim().toLowerCase();
    const option = [...cell.options].find((it) => it.value === value || it.label.toLowerCase() === wanted);
    cell.value = option ? option.value : "";
    return Boolean(option);
  } else {
    cell.value = cell.tagName === "TEXTAREA" ? value : value.trim();
  }
  return true;
}

// Lines of cells as spreadsheets copy them: tabs between cells, quotes around a cell of several lines.
function cellsOf(text) {
  const lines = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/g)) {
    lines[lines.length - 1].push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\n") {
      lines.push([]);
    } else if (!end) {
      break;
    }
  }
  return lines;
}
