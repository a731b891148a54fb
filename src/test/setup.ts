import '@testing-library/jest-dom';

import { TextDecoder, TextEncoder } from 'node:util';

// What Grafana's components expect of a browser and jsdom does not have.
Object.assign(globalThis, { TextDecoder, TextEncoder });

// Grafana's lists tell downshift of options that cannot be chosen in a way that it warns of in development.
const { warn } = console;
console.warn = (...all: unknown[]) => {
  if (!String(all[0]).startsWith('Passing "disabled" as an argument to getItemProps')) {
    warn(...all);
  }
};

// Keeps i18next from advertising in the test output.
Object.assign(globalThis, { __i18next_supportNoticeShown: true });

window.matchMedia = (query) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
  }) as unknown as MediaQueryList;

window.IntersectionObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
} as unknown as typeof IntersectionObserver;

window.ResizeObserver = window.IntersectionObserver as unknown as typeof ResizeObserver;

const canvas = { measureText: (text: string) => ({ width: 8 * text.length }) };
HTMLCanvasElement.prototype.getContext = (() => canvas) as unknown as HTMLCanvasElement['getContext'];

// Lists render only the options that fit, and nothing fits into a box without a size.
Object.defineProperties(HTMLElement.prototype, { clientHeight: { value: 400 }, clientWidth: { value: 400 } });
