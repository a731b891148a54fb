/** Where the cursor is in a YAML text. */
export interface Place {
  /** The keys that lead there, "[]" for an item of a list. */
  path: string[];
  /** What is written of the word before the cursor. */
  word: string;
  /** Whether the cursor is behind a key and its colon, where only a value can stand. */
  isValue: boolean;
}

interface Step {
  /** Of a block, in characters; null within brackets. */
  indent: number | null;
  /** A key; "[]" for an item; empty for a key of brackets that is not written yet. */
  name: string;
}

const item = '[]';
const keyOfBlock = /^("[^"]*"|'[^']*'|[^\s#&*[{"'|>-][^:#]*?|-[^\s:][^:#]*?)\s*:(?=\s|$)\s*/;
const blockScalar = /^[|>][-+\d]*\s*(#.*)?$/;

/**
 * Finds the place at the end of a beginning of a text, which need not be valid: somebody is writing it. It is null in comments and in
 * texts over several lines, where nothing is to be completed.
 */
export function placeAt(beginning: string): Place | null {
  const lines = beginning.split('\n');
  const walk = new Walk();
  lines.slice(0, -1).forEach((line) => walk.line(line));
  return walk.last(lines.at(-1) ?? '');
}

/** The plain values of a text behind their keys, by the keys that lead there, as "kpis/revenue/title"; of two the first. */
export function readValues(text: string): Map<string, string> {
  const walk = new Walk();
  text.split('\n').forEach((line) => walk.line(line));
  return walk.values;
}

class Walk {
  readonly values = new Map<string, string>();
  private steps: Step[] = [];
  /** Text over several lines goes on while lines are indented deeper. */
  private textAbove: number | null = null;
  private quote = '';

  line(text: string): void {
    const indent = text.search(/\S/);
    if (this.isOpen()) {
      this.brackets(text);
    } else if (indent >= 0 && !this.isText(indent) && text[indent] !== '#') {
      this.block(text.slice(indent), indent);
    }
  }

  last(text: string): Place | null {
    if (this.isOpen()) {
      return this.within(text);
    }
    const found = text.search(/\S/);
    const indent = found < 0 ? text.length : found;
    if (this.isText(indent) || text[indent] === '#') {
      return null;
    }
    const rest = this.block(text.slice(indent), indent);
    if (this.isOpen()) {
      return this.place(rest);
    }
    const isOver = this.textAbove !== null || /\s#/.test(rest.text) || /[\]}]\s*$/.test(text);
    return isOver ? null : { ...this.place(rest), isValue: rest.behindKey };
  }

  private within(text: string): Place | null {
    const rest = this.brackets(text);
    return this.isOpen() ? this.place(rest) : null;
  }

  private place({ text }: { text: string }): Place {
    const names = this.steps.map(({ name }) => name);
    const isKey = this.isOpen() && names.at(-1) === '';
    return {
      path: isKey ? names.slice(0, -1) : names,
      word: text.trimStart().replace(/^["']/, ''),
      isValue: this.isOpen() && !isKey,
    };
  }

  private isOpen(): boolean {
    return this.steps.at(-1)?.indent === null;
  }

  private isText(indent: number): boolean {
    if (this.textAbove !== null && indent > this.textAbove) {
      return true;
    }
    this.textAbove = null;
    return false;
  }

  /** Reads a line of a block; what follows its last key is left. */
  private block(text: string, indent: number): { text: string; behindKey: boolean } {
    let isItem = /^-(\s|$)/.test(text);
    this.steps = this.steps.filter(
      (step) =>
        step.indent !== null && (step.indent < indent || (isItem && step.indent === indent && step.name !== item))
    );
    while (isItem) {
      this.steps.push({ indent, name: item });
      const next = text.slice(1).search(/\S/);
      const width = next < 0 ? text.length : next + 1;
      text = text.slice(width);
      indent += width;
      isItem = /^-(\s|$)/.test(text);
    }
    const key = keyOfBlock.exec(text);
    if (!key) {
      return { ...this.value(text, indent), behindKey: false };
    }
    this.steps.push({ indent, name: unquoted(key[1]) });
    return { ...this.value(text.slice(key[0].length), indent), behindKey: true };
  }

  private value(text: string, indent: number): { text: string } {
    if (/^[[{]/.test(text)) {
      return this.brackets(text);
    }
    if (blockScalar.test(text)) {
      this.textAbove = indent;
    } else {
      this.note(text);
    }
    return { text };
  }

  /** Reads what is within brackets; what follows the last bracket, comma or colon is left. */
  private brackets(text: string): { text: string } {
    let start = 0;
    for (let i = 0; i < text.length; i++) {
      const char = text[i];
      if (this.quote) {
        this.quote = char === this.quote ? '' : this.quote;
      } else if ((char === '"' || char === "'") && (!text.slice(start, i).trim() || text[i - 1] === char)) {
        this.quote = char;
      } else if (char === '#' && /\s/.test(text[i - 1] ?? ' ')) {
        return { text: '' };
      } else if (char === '{' || char === '[') {
        this.steps.push({ indent: null, name: char === '[' ? item : '' });
        start = i + 1;
      } else if (char === '}' || char === ']') {
        this.note(text.slice(start, i));
        this.steps.pop();
        start = i + 1;
      } else if (char === ',' || (char === ':' && /\s/.test(text[i + 1] ?? ' '))) {
        this.follow(char, text.slice(start, i));
        start = i + 1;
      }
      if (!this.isOpen() && start === i + 1) {
        return { text: text.slice(start) };
      }
    }
    return { text: text.slice(start) };
  }

  private follow(char: string, before: string): void {
    const step = this.steps.at(-1);
    if (char === ',') {
      this.note(before);
    }
    if (step?.indent === null && step.name !== item) {
      step.name = char === ',' ? '' : unquoted(before.trim());
    }
  }

  private note(text: string): void {
    const value = unquoted(text.replace(/(^|\s)#.*$/, '').trim());
    const path = this.steps.map(({ name }) => name).join('/');
    if (value && !this.values.has(path)) {
      this.values.set(path, value);
    }
  }
}

const unquoted = (text: string) => text.replace(/^(["'])(.*)\1$/, '$2');
