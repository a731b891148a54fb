import type { Page, Request } from '@playwright/test';

interface Field {
  name: string;
  type: string;
  labels?: Record<string, string>;
}

/** What Grafana is answered to a query. */
export interface Answer {
  results: Record<string, { frames?: Array<{ schema: { fields: Field[] }; data: { values: unknown[][] } }> }>;
}

/** The numbers of an answer by group and time, in any layout, to seven digits; without those that are nothing, which one leaves out and another tells. */
export function numbersOf({ results }: Answer): string[] {
  const frames = Object.values(results).flatMap((result) => result.frames ?? []);
  return frames
    .flatMap(({ schema: { fields }, data: { values } }) => {
      const keys = fields.flatMap(({ type }, i) => (type === 'number' ? [] : [values[i]]));
      const overTime = fields.some(({ type }) => type === 'time');
      return fields.flatMap(({ type, name, labels = overTime ? { name } : {} }, i) =>
        type === 'number'
          ? values[i].flatMap((value, row) => {
              const at = [...Object.values(labels), ...keys.map((key) => key[row])];
              return value ? [`${at.join(' ')}: ${Number(value).toPrecision(7)}`] : [];
            })
          : []
      );
    })
    .toSorted();
}

/** The numbers of the answer to what a page has asked last, of what has come. */
export function lastNumbers(page: Page): () => string[] {
  const asked: Request[] = [];
  const answers = new Map<Request, string[]>();
  page.on('request', (request) => {
    if (request.url().includes('/api/ds/query')) {
      asked.push(request);
    }
  });
  page.on('response', (response) => {
    if (asked.includes(response.request())) {
      // One that is cancelled has no body.
      response.json().then(
        (answer: Answer) => answers.set(response.request(), numbersOf(answer)),
        () => {}
      );
    }
  });
  return () => asked.map((request) => answers.get(request)).findLast((numbers) => numbers !== undefined) ?? [];
}
